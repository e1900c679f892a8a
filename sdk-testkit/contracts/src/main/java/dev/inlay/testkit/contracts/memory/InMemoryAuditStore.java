package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.AuditStore;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Audit chains in an {@link InMemoryDatabase}. Appending locks the tenant's chain until the transaction ends; others
 * see the record once it commits. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryAuditStore implements AuditStore {

    private static final Head EMPTY = new Head(0, "0".repeat(64));

    private final InMemoryDatabase database;
    private final Map<TenantId, List<AuditRecord>> chains = new HashMap<>();
    private final Map<TenantId, Head> heads = new HashMap<>();
    private volatile boolean failing;

    /**
     * Creates an empty store.
     *
     * @param database whose transactions it takes part in
     */
    public InMemoryAuditStore(InMemoryDatabase database) {
        this.database = database;
    }

    @Override
    public AuditRecord append(Connection tx, TenantId tenant, Link link) {
        if (failing) {
            throw new StoreException("store.unavailable", true, "the audit store is down, as the test says", null);
        }
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        Chain key = new Chain(this, tenant);
        transaction.lock(key);
        List<AuditRecord> appended = transaction.local(key, ArrayList::new);
        AuditRecord record = link.after(appended.isEmpty() ? head(tenant) : headOf(appended));
        appended.add(record);
        transaction.onCommit(() -> keep(tenant, record));
        return record;
    }

    @Override
    public List<AuditRecord> read(TenantId tenant, long afterSeq, int limit) {
        return database.atomically(() -> chains.getOrDefault(tenant, List.of()).stream()
                .filter(record -> record.seq() > afterSeq)
                .limit(limit)
                .toList());
    }

    @Override
    public Head head(TenantId tenant) {
        return database.atomically(() -> heads.getOrDefault(tenant, EMPTY));
    }

    /**
     * Changes the records of a chain and leaves its head alone, as somebody could who may write to the table; for tests
     * that look whether this is noticed.
     *
     * @param tenant whose chain
     * @param change receives a copy of the records and answers with what stands there from now on
     */
    public void tamper(TenantId tenant, UnaryOperator<List<AuditRecord>> change) {
        database.atomically(() -> chains.put(
                tenant, new ArrayList<>(change.apply(new ArrayList<>(chains.getOrDefault(tenant, List.of()))))));
    }

    /**
     * Changes the records of a chain and its head with them, as somebody could who may write to every table.
     *
     * @param tenant whose chain
     * @param change as for {@link #tamper}
     */
    public void forge(TenantId tenant, UnaryOperator<List<AuditRecord>> change) {
        tamper(tenant, change);
        database.atomically(() -> {
            List<AuditRecord> forged = chains.getOrDefault(tenant, List.of());
            return heads.put(tenant, forged.isEmpty() ? EMPTY : headOf(forged));
        });
    }

    /**
     * Makes appending fail, as when the database is down; for tests of what is then refused.
     *
     * @param failing whether it fails from now on
     */
    public void fail(boolean failing) {
        this.failing = failing;
    }

    private void keep(TenantId tenant, AuditRecord record) {
        chains.computeIfAbsent(tenant, t -> new ArrayList<>()).add(record);
        heads.put(tenant, new Head(record.seq(), record.hash()));
    }

    private static Head headOf(List<AuditRecord> records) {
        AuditRecord last = records.get(records.size() - 1);
        return new Head(last.seq(), last.hash());
    }

    private record Chain(InMemoryAuditStore store, TenantId tenant) {}
}
