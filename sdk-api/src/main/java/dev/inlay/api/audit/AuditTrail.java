package dev.inlay.api.audit;

import dev.inlay.api.tenant.TenantId;
import java.sql.Connection;
import java.util.List;

/**
 * The trail of the bound tenant: append-only, each record carrying the hash of the one before. Thread-safe; every call
 * blocks for the database.
 *
 * @since 0.1
 */
public interface AuditTrail {

    /**
     * Appends in a transaction of its own; the record is durable when this returns.
     *
     * @param entry what to record
     * @return the record
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.StoreException when it could not be written
     */
    AuditRecord append(AuditEntry entry);

    /**
     * Appends in the host's transaction: the record exists when and only when the transaction commits. Locks the
     * tenant's chain until then, so call it last.
     *
     * @param tx the host's connection, autocommit off
     * @param entry what to record
     * @return the record
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InvalidValueException for {@code tx} in autocommit mode
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    AuditRecord append(Connection tx, AuditEntry entry);

    /**
     * Reads the trail of the bound tenant, oldest first.
     *
     * @param afterSeq positions up to this one are left out; 0 for all
     * @param limit how many at most, 1 to 10,000
     * @return the records; empty at the end
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    List<AuditRecord> read(long afterSeq, int limit);

    /**
     * Walks the whole chain of a tenant and recomputes every hash. A chain that was cut at its end, or written anew,
     * shows against the head that the store keeps beside it; whoever changed that too shows only against a head that
     * was kept elsewhere.
     *
     * @param tenant whose chain; no tenant needs to be bound
     * @return what was found
     */
    AuditVerification verify(TenantId tenant);
}
