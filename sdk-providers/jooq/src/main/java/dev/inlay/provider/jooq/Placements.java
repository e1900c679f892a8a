package dev.inlay.provider.jooq;

import java.util.Collection;
import java.util.Optional;

/**
 * The host's own list of placements, for those that come while the instance runs. Thread-safe; may block for a while.
 *
 * @since 0.1
 */
public interface Placements {

    /**
     * Where a placement is. An answer is kept as long as the instance lives.
     *
     * @param placement as a tenant's profile names it
     * @return empty for a name that is not known, now
     */
    Optional<Place> find(String placement);

    /**
     * Every placement whose events are to be delivered, also when none of its tenants has worked on this node; asked
     * every second.
     *
     * @return names that {@link #find} knows
     */
    Collection<String> names();
}
