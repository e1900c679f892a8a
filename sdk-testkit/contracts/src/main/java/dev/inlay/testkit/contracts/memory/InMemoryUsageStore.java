package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.UsageRow;
import dev.inlay.spi.store.UsageStore;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keeps usage in memory. What a transaction records shows at its commit; until then another transaction that records
 * the same key waits. Sums that go beyond a {@code long} stay at its greatest value. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryUsageStore implements UsageStore {

    private final InMemoryDatabase database;
    private final Map<Key, UsageRow> counted = new HashMap<>();
    private final Map<Conflict, UsageRow> quarantined = new LinkedHashMap<>();

    /**
     * Creates an empty store.
     *
     * @param database whose transactions it takes part in
     */
    public InMemoryUsageStore(InMemoryDatabase database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    @Override
    public UsageOutcome record(Connection tx, UsageRow row) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        Key key = new Key(row.tenant(), row.source(), row.id());
        transaction.lock(key);
        Map<Key, UsageRow> own = transaction.local(this, HashMap::new);
        UsageRow before = own.containsKey(key) ? own.get(key) : database.atomically(() -> counted.get(key));
        if (before == null) {
            own.put(key, row);
            transaction.onCommit(() -> counted.put(key, row));
            return UsageOutcome.ACCEPTED;
        }
        if (before.hash().equals(row.hash())) {
            return UsageOutcome.DUPLICATE;
        }
        transaction.onCommit(() -> quarantined.putIfAbsent(new Conflict(key, row.hash()), row));
        return UsageOutcome.QUARANTINED;
    }

    @Override
    public List<UsageTotal> totals(TenantId tenant, LocalDate from, LocalDate to) {
        Map<Cell, UsageTotal> totals = new TreeMap<>();
        for (UsageRow row : rows(tenant, from, to)) {
            UsageTotal one = new UsageTotal(row.meter(), row.day(), row.value(), 1);
            totals.merge(new Cell(row.meter(), row.day()), one, InMemoryUsageStore::sum);
        }
        return List.copyOf(totals.values());
    }

    @Override
    public long used(TenantId tenant, String meter, LocalDate from, LocalDate to) {
        return rows(tenant, from, to).stream()
                .filter(row -> row.meter().equals(meter))
                .mapToLong(UsageRow::value)
                .reduce(0, InMemoryUsageStore::sum);
    }

    /**
     * What was set aside because its key was counted with other content.
     *
     * @param tenant whose usage
     * @return in the order of the commits, each key and content once
     */
    public List<UsageRow> quarantined(TenantId tenant) {
        return database.atomically(() -> of(tenant, quarantined.values()).toList());
    }

    private List<UsageRow> rows(TenantId tenant, LocalDate from, LocalDate to) {
        return database.atomically(() -> of(tenant, counted.values())
                .filter(row -> !row.day().isBefore(from) && !row.day().isAfter(to))
                .toList());
    }

    private static Stream<UsageRow> of(TenantId tenant, Collection<UsageRow> rows) {
        return rows.stream().filter(row -> row.tenant().equals(tenant));
    }

    private static UsageTotal sum(UsageTotal a, UsageTotal b) {
        return new UsageTotal(a.meter(), a.day(), sum(a.total(), b.total()), a.events() + b.events());
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private record Key(TenantId tenant, String source, String id) {}

    private record Conflict(Key key, String hash) {}

    private record Cell(String meter, LocalDate day) implements Comparable<Cell> {

        @Override
        public int compareTo(Cell other) {
            return Comparator.comparing(Cell::meter).thenComparing(Cell::day).compare(this, other);
        }
    }
}
