package dev.inlay.core.internal.access;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.spi.store.GrantStore;
import java.sql.Connection;

/** Where a tenant's grants and the records of them are written: one database, one transaction. Thread-safe. */
public interface GrantTrail {

    /**
     * The store of a tenant's grants.
     *
     * @param tenant whose
     * @return in the database that the tenant's trail is in
     */
    GrantStore grants(TenantContext tenant);

    /**
     * Appends to a tenant's trail, whoever is bound. Locks the chain until the transaction ends, so it comes last.
     *
     * @param tx a transaction of the engine's own
     * @param tenant whose trail
     * @param entry what to record
     */
    void append(Connection tx, TenantContext tenant, AuditEntry entry);
}
