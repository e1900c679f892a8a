package dev.inlay.spi.tenant;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.ExtensionPoint;
import java.util.Optional;

/**
 * Turns an id into what is known of a tenant. The engine keeps what it was told until {@link #version()} changes.
 *
 * <p>Requirements, proven by the directory contract of the testkit: an unknown id is empty, never an exception; a
 * profile carries the id that was asked for; ids compare byte by byte; the version does not change while nothing
 * changes, and grows when something does. Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface TenantDirectory {

    /**
     * Looks a tenant up, whatever its status. May block.
     *
     * @param id the tenant
     * @return empty when there is no such tenant
     */
    Optional<TenantProfile> find(TenantId id);

    /**
     * The version of the directory as a whole. Cheap; asked on every use of a tenant, so it neither blocks nor
     * allocates.
     *
     * @return grows with every change
     */
    long version();
}
