package dev.inlay.spi.store;

import dev.inlay.spi.ExtensionPoint;
import java.util.Collection;

/**
 * Says which database a tenant's rows live in. Outbox, leases, relay, usage and audit exist once per database; each has
 * its {@link Stores}. Where no router is installed, the installed {@link Stores} serve the placement {@code "shared"}
 * and no other. Thread-safe; may be asked only once the plug-in has started.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface StoreRouter {

    /**
     * The stores of a placement. The first call for a database opens it and blocks for that.
     *
     * @param placement as a tenant's profile names it
     * @return the same object each time for placements that share a database
     * @throws dev.inlay.api.error.StoreException with code {@code placement.unknown} for a name that is not configured,
     *     with {@code placement.too-many} when another database would go beyond the bound, both not retryable; with
     *     another code and retryable when the database does not answer
     */
    Stores at(String placement);

    /**
     * Every database that holds events to deliver, opened or not yet; asked again and again, since placements may be
     * added while the instance runs.
     *
     * @return without repetition; those that do not answer now are left out, and found later
     */
    Collection<Stores> databases();
}
