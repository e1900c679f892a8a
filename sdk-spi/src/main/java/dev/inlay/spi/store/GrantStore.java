package dev.inlay.spi.store;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.tenant.TenantId;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps grants of access. Everything happens in the caller's transaction, which is prepared for the tenant; of grants
 * of other tenants nothing shows. Thread-safe; blocks for the database.
 *
 * @since 0.1
 */
public interface GrantStore {

    /**
     * Adds a grant.
     *
     * @param tx autocommit off
     * @param grant not ended
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    void insert(Connection tx, AccessGrant grant);

    /**
     * Reads a grant. Locks nothing.
     *
     * @param tx autocommit off
     * @param tenant whose
     * @param id of the grant
     * @return empty when there is none
     */
    Optional<AccessGrant> find(Connection tx, TenantId tenant, String id);

    /**
     * Ends a grant that has not ended.
     *
     * @param tx autocommit off
     * @param grant with its end
     * @return whether this call ended it; {@code false} when it had ended before, or is not there
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    boolean end(Connection tx, AccessGrant grant);

    /**
     * Reads a tenant's grants by id.
     *
     * @param tx autocommit off
     * @param tenant whose
     * @param afterId ids up to this one are left out; empty for all
     * @param limit how many at most
     * @return empty at the end
     */
    List<AccessGrant> list(Connection tx, TenantId tenant, String afterId, int limit);

    /**
     * Reads the grants of a tenant that have neither been ended nor run out, by id.
     *
     * @param tx autocommit off
     * @param tenant whose
     * @param now grants until this instant or earlier have run out
     * @param limit how many at most
     * @return as they are
     */
    List<AccessGrant> active(Connection tx, TenantId tenant, Instant now, int limit);
}
