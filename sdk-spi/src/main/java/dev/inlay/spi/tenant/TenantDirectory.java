package dev.inlay.spi.tenant;

import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.ExtensionPoint;
import java.util.Optional;

/**
 * Turns an id into what is known of a tenant. The engine keeps what it was told until {@link #version()} changes.
 *
 * <p>Requirements, proven by the directory contract of the testkit: an unknown id is empty, never an exception; a
 * profile carries the id that was asked for; ids compare byte by byte; the version does not change while nothing
 * changes, and grows when something does. While its source does not answer, it goes on finding the tenants that it
 * found before, as they were, refuses the others with a retryable error, and says in {@link #state()} that it is stale.
 * Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface TenantDirectory {

    /**
     * Looks a tenant up, whatever its status. May block.
     *
     * @param id the tenant
     * @return empty when there is no such tenant, which a directory that cannot ask its source does not know
     * @throws dev.inlay.api.error.InlayException retryable, with code {@code tenant.directory.unavailable}, when the
     *     source does not answer and the tenant was not found before
     */
    Optional<TenantProfile> find(TenantId id);

    /**
     * The version of the directory as a whole. Cheap; asked on every use of a tenant, so it neither blocks nor
     * allocates.
     *
     * @return grows with every change
     */
    long version();

    /**
     * How far the answers can be trusted. Cheap: it neither blocks nor asks the source. Never throws.
     *
     * @return default: up to date at {@link #version()}, for directories that hold all they know
     * @since 0.1
     */
    default DirectoryState state() {
        return DirectoryState.fresh(version());
    }
}
