package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditTrail;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.core.internal.tenant.HostTransaction;
import dev.inlay.spi.store.AuditStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/** Chains what is recorded, and checks the chains. Thread-safe. */
public final class AuditEngine implements AuditTrail {

    private static final int ATTEMPTS = 5;
    private static final int MOST_AT_ONCE = 10_000;

    private final AuditStore store;
    private final Tenants tenants;
    private final InstantSource clock;
    private final Runnable gate;
    private final DataSource transactions;

    /**
     * Creates an engine. Asks the store for nothing yet.
     *
     * @param store where the chains are kept
     * @param transactions of the bound tenant, in the same database
     * @param tenants tells who is bound
     * @param clock the time of day
     * @param gate throws while the instance may not be used
     */
    public AuditEngine(AuditStore store, DataSource transactions, Tenants tenants, InstantSource clock, Runnable gate) {
        this.store = store;
        this.transactions = transactions;
        this.tenants = tenants;
        this.clock = clock;
        this.gate = gate;
    }

    @Override
    public AuditRecord append(AuditEntry entry) {
        TenantId tenant = boundTenant();
        AuditChain.requireStorable(entry);
        for (int attempt = 1; ; attempt++) {
            try {
                return appendInOwnTransaction(tenant, entry);
            } catch (TransactionLostException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private AuditRecord appendInOwnTransaction(TenantId tenant, AuditEntry entry) {
        AuditRecord record;
        try (Connection tx = begin(tenant, entry)) {
            record = chain(tx, tenant, entry);
            tx.commit();
        } catch (SQLException e) {
            throw new StoreException(
                    "store.audit",
                    false,
                    "no answer to whether '" + entry.action() + "' was appended to the trail of tenant '" + tenant
                            + "'; read the trail before you append it again",
                    e);
        }
        return record;
    }

    private Connection begin(TenantId tenant, AuditEntry entry) {
        try {
            return transactions.getConnection();
        } catch (SQLException e) {
            throw new StoreException(
                    "store.connection",
                    true,
                    "no connection for '" + entry.action() + "', so nothing was appended to the trail of tenant '"
                            + tenant + "'; append it again",
                    e);
        }
    }

    @Override
    public AuditRecord append(Connection tx, AuditEntry entry) {
        TenantId tenant = boundTenant();
        AuditChain.requireStorable(entry);
        HostTransaction.require(tx, tenant);
        return chain(tx, tenant, entry);
    }

    @Override
    public List<AuditRecord> read(long afterSeq, int limit) {
        TenantId tenant = boundTenant();
        if (afterSeq < 0) {
            throw new InvalidValueException("afterSeq", "must be 0 or more");
        }
        if (limit < 1 || limit > MOST_AT_ONCE) {
            throw new InvalidValueException("limit", "must be 1 to " + MOST_AT_ONCE);
        }
        return store.read(tenant, afterSeq, limit);
    }

    @Override
    public AuditVerification verify(TenantId tenant) {
        gate.run();
        return new ChainWalk(store, tenant).verify();
    }

    private TenantId boundTenant() {
        gate.run();
        return tenants.current().id();
    }

    private AuditRecord chain(Connection tx, TenantId tenant, AuditEntry entry) {
        return store.append(tx, tenant, head -> AuditChain.next(tenant, head, clock.instant(), entry));
    }
}
