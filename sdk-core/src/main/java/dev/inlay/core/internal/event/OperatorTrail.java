package dev.inlay.core.internal.event;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.tenant.TenantId;

/** Where it is recorded what operators do. Thread-safe. */
@FunctionalInterface
public interface OperatorTrail {

    /**
     * Appends to a tenant's trail, whoever is bound, in a transaction of its own.
     *
     * @param tenant whose trail; nothing is recorded of a tenant that the directory does not know
     * @param entry what to record
     */
    void append(TenantId tenant, AuditEntry entry);
}
