package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditTrail;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.tenant.HostTransaction;
import dev.inlay.core.internal.tenant.OwnTransactions;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.spi.store.AuditStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/** Chains what is recorded, and checks the chains. Thread-safe. */
public final class AuditEngine implements AuditTrail {

    private static final int ATTEMPTS = 5;
    private static final int MOST_AT_ONCE = 10_000;
    private static final int PAGE = 1000;

    private final AuditStore store;
    private final TenantEngine tenants;
    private final InstantSource clock;
    private final Runnable gate;
    private final DataSource transactions;
    private final OwnTransactions own;
    private final CheckpointMaker checkpoints;

    /**
     * Creates an engine. Asks the store for nothing yet.
     *
     * @param store where the chains are kept
     * @param transactions of the bound tenant, in the same database
     * @param own the engine's own, in the same database
     * @param tenants tells who is bound
     * @param clock the time of day
     * @param gate throws while the instance may not be used
     * @param checkpoints signs and anchors
     */
    public AuditEngine(
            AuditStore store,
            DataSource transactions,
            OwnTransactions own,
            TenantEngine tenants,
            InstantSource clock,
            Runnable gate,
            CheckpointMaker checkpoints) {
        this.store = store;
        this.transactions = transactions;
        this.own = own;
        this.tenants = tenants;
        this.clock = clock;
        this.gate = gate;
        this.checkpoints = checkpoints;
    }

    @Override
    public AuditRecord append(AuditEntry entry) {
        TenantId tenant = boundTenant();
        AuditChain.requireStorable(entry);
        if (tenants.isReadOnly()) {
            return own.call(
                    tenants.current(),
                    "appending '" + entry.action() + "' to the trail of tenant '" + tenant + "'",
                    tx -> chain(tx, tenant, entry));
        }
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
        tenants.requireWritable(tx);
        return chain(tx, tenant, entry);
    }

    /**
     * Appends to a tenant's trail, whoever is bound.
     *
     * @param tx a transaction of the engine's own
     * @param tenant whose trail
     * @param entry what to record
     * @return the record
     */
    public AuditRecord append(Connection tx, TenantId tenant, AuditEntry entry) {
        AuditChain.requireStorable(entry);
        return chain(tx, tenant, entry);
    }

    @Override
    public List<AuditRecord> read(long afterSeq, int limit) {
        TenantId tenant = boundTenant();
        requireAfter(afterSeq);
        if (limit < 1 || limit > MOST_AT_ONCE) {
            throw new InvalidValueException("limit", "must be 1 to " + MOST_AT_ONCE);
        }
        return store.read(tenant, afterSeq, limit);
    }

    @Override
    public AuditVerification verify(TenantId tenant) {
        return verify(tenant, List.of());
    }

    @Override
    public AuditVerification verify(TenantId tenant, List<AuditCheckpoint> against) {
        gate.run();
        tenants.requireNoOther(tenant, "verifying the trail");
        return new ChainWalk(store, tenant, checkpoints.verified(tenant, against)).verify();
    }

    @Override
    public AuditCheckpoint checkpoint(TenantId tenant) {
        gate.run();
        tenants.requireNoOther(tenant, "making a checkpoint of the trail");
        return checkpoints.make(tenant);
    }

    @Override
    public long export(TenantId tenant, long afterSeq, OutputStream out) throws IOException {
        gate.run();
        tenants.requireNoOther(tenant, "exporting the trail");
        requireAfter(afterSeq);
        long seq = afterSeq;
        while (true) {
            List<AuditRecord> page = store.read(tenant, seq, PAGE);
            for (AuditRecord record : page) {
                out.write((RecordLines.line(record) + "\n").getBytes(StandardCharsets.UTF_8));
                seq = record.seq();
            }
            if (page.isEmpty()) {
                out.flush();
                return seq;
            }
        }
    }

    private static void requireAfter(long afterSeq) {
        if (afterSeq < 0) {
            throw new InvalidValueException("afterSeq", "must be 0 or more");
        }
    }

    private TenantId boundTenant() {
        gate.run();
        return tenants.current().id();
    }

    private AuditRecord chain(Connection tx, TenantId tenant, AuditEntry entry) {
        AuditRecord record = store.append(tx, tenant, head -> AuditChain.next(tenant, head, clock.instant(), entry));
        checkpoints.appended(tenant);
        return record;
    }
}
