package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.GrantStore;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Grants of access in an {@link InMemoryDatabase}. What a transaction writes shows at its commit. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryGrantStore implements GrantStore {

    private final InMemoryDatabase database;
    private final Map<String, AccessGrant> grants = new TreeMap<>();

    /**
     * Creates an empty store.
     *
     * @param database whose transactions it takes part in
     */
    public InMemoryGrantStore(InMemoryDatabase database) {
        this.database = database;
    }

    @Override
    public void insert(Connection tx, AccessGrant grant) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        transaction.lock(new Key(this, grant.id()));
        transaction.onCommit(() -> grants.put(grant.id(), grant));
    }

    @Override
    public Optional<AccessGrant> find(Connection tx, TenantId tenant, String id) {
        InMemoryDatabase.transactionOf(tx);
        return database.atomically(() -> Optional.ofNullable(grants.get(id))
                .filter(grant -> grant.tenant().equals(tenant)));
    }

    @Override
    public boolean end(Connection tx, AccessGrant grant) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        transaction.lock(new Key(this, grant.id()));
        boolean open = find(tx, grant.tenant(), grant.id())
                .filter(kept -> kept.end().isEmpty())
                .isPresent();
        if (open) {
            transaction.onCommit(() -> grants.put(grant.id(), grant));
        }
        return open;
    }

    @Override
    public List<AccessGrant> list(Connection tx, TenantId tenant, String afterId, int limit) {
        InMemoryDatabase.transactionOf(tx);
        return database.atomically(() -> grants.values().stream()
                .filter(grant -> grant.tenant().equals(tenant) && grant.id().compareTo(afterId) > 0)
                .limit(limit)
                .toList());
    }

    @Override
    public List<AccessGrant> active(Connection tx, TenantId tenant, Instant now, int limit) {
        return list(tx, tenant, "", Integer.MAX_VALUE).stream()
                .filter(grant -> grant.end().isEmpty() && grant.until().isAfter(now))
                .limit(limit)
                .toList();
    }

    private record Key(InMemoryGrantStore store, String id) {}
}
