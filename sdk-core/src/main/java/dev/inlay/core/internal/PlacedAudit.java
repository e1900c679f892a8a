package dev.inlay.core.internal;

import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.AuditStore;
import java.sql.Connection;
import java.util.List;

/** The trails of every tenant, each in its own database. */
record PlacedAudit(TenantStores stores) implements AuditStore {

    @Override
    public AuditRecord append(Connection tx, TenantId tenant, Link link) {
        return stores.at(tenant).audit().append(tx, tenant, link);
    }

    @Override
    public List<AuditRecord> read(TenantId tenant, long afterSeq, int limit) {
        return stores.at(tenant).audit().read(tenant, afterSeq, limit);
    }

    @Override
    public Head head(TenantId tenant) {
        return stores.at(tenant).audit().head(tenant);
    }
}
