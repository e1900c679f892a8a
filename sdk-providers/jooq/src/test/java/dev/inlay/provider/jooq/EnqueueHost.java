package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.Published;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A host that keeps a version per key, and a row per change that says which event told of it. */
final class EnqueueHost {

    /** Serialization failures and deadlocks as the databases number them, where a host's own statement meets them. */
    private static final Set<Integer> LOST = Set.of(1020, 1205, 1213, 50200, 90131);

    private static final int MOST_RUNS = 300;

    private final OpenStores database;
    private final OutboxStore outbox;

    EnqueueHost(OpenStores database) throws SQLException {
        this.database = database;
        this.outbox = database.stores().outbox();
        String collate = database.product().contains("MariaDB") ? " collate utf8mb4_nopad_bin" : "";
        database.execute("create table claim_change (tenant varchar(64)" + collate + " not null, claim varchar(100)"
                + collate + " not null, version int not null, event_id varchar(100) not null, constraint"
                + " claim_change_pk primary key (tenant, claim, version))");
        database.execute("create table single (id int not null, constraint single_pk primary key (id))");
        database.execute("insert into single (id) values (1)");
    }

    /** What a host does in a transaction. */
    interface Work {
        void on(Connection tx) throws SQLException;
    }

    /** Commits; runs the whole again when it was lost and said so. */
    void commit(int level, Work work) throws SQLException {
        for (int run = 1; ; run++) {
            try (Connection tx = database.begin()) {
                tx.setTransactionIsolation(level);
                try {
                    count(tx); // begins the snapshot before any lock
                    work.on(tx);
                    tx.commit();
                    return;
                } catch (TransactionLostException e) {
                    tx.rollback();
                    assertThat(e.retryable()).isTrue();
                    assertThat(run)
                            .as("runs of a transaction that was lost each time")
                            .isLessThan(MOST_RUNS);
                } catch (SQLException e) {
                    tx.rollback();
                    if (!isLost(e) || run == MOST_RUNS) {
                        throw e;
                    }
                }
            }
        }
    }

    /** A host that read its version from a snapshot older than the lock meets its own key's constraint. */
    private static boolean isLost(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("40") || state.startsWith("23") || LOST.contains(e.getErrorCode());
    }

    private static void count(Connection tx) throws SQLException {
        try (PreparedStatement count = tx.prepareStatement("select count(*) from single");
                ResultSet rows = count.executeQuery()) {
            rows.next();
        }
    }

    /** Publishes first, so that the outbox's lock is the one that orders the changes of a key. */
    void change(Connection tx, OutboxEntry entry) throws SQLException {
        Published published = outbox.append(tx, entry);
        if (!published.duplicate()) {
            record(tx, entry);
        }
    }

    void changeAll(Connection tx, List<OutboxEntry> entries) throws SQLException {
        outbox.appendAll(tx, entries);
        for (OutboxEntry entry : entries) {
            record(tx, entry);
        }
    }

    private static void record(Connection tx, OutboxEntry entry) throws SQLException {
        String key = entry.key().orElseThrow();
        int version;
        try (PreparedStatement last = tx.prepareStatement(
                "select coalesce(max(version), 0) from claim_change where tenant = ? and claim = ?")) {
            last.setString(1, entry.tenant().value());
            last.setString(2, key);
            try (ResultSet rows = last.executeQuery()) {
                rows.next();
                version = 1 + rows.getInt(1);
            }
        }
        try (PreparedStatement insert = tx.prepareStatement(
                "insert into claim_change (tenant, claim, version, event_id) values (?, ?, ?, ?)")) {
            insert.setString(1, entry.tenant().value());
            insert.setString(2, key);
            insert.setInt(3, version);
            insert.setString(4, entry.eventId());
            insert.executeUpdate();
        }
    }

    /** A statement that fails. */
    void violate(Connection tx) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement("insert into single (id) values (1)")) {
            insert.executeUpdate();
        }
    }

    /** Changes and events are the same, in the same order, and so many. */
    void requireAgreement(TenantId tenant, int count) throws SQLException {
        List<StoredEvent> events = events(tenant);
        assertThat(events.stream()
                        .map(event -> event.key().orElseThrow() + '/' + event.seq() + '/' + event.eventId())
                        .toList())
                .as("events, and what the host changed")
                .hasSize(count)
                .containsExactlyInAnyOrderElementsOf(changes(tenant));
        events.stream()
                .collect(Collectors.groupingBy(event -> event.key().orElseThrow()))
                .forEach((key, of) -> assertThat(of)
                        .as("numbers of key '%s' by id", key)
                        .extracting(StoredEvent::seq)
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, of.size())
                                .mapToObj(Long::valueOf)
                                .toList()));
    }

    List<Long> seqs(TenantId tenant) {
        return events(tenant).stream().map(StoredEvent::seq).toList();
    }

    private List<String> changes(TenantId tenant) throws SQLException {
        List<String> changes = new ArrayList<>();
        try (Connection tx = database.begin();
                PreparedStatement select =
                        tx.prepareStatement("select claim, version, event_id from claim_change where tenant = ?")) {
            select.setString(1, tenant.value());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    changes.add(rows.getString(1) + '/' + rows.getInt(2) + '/' + rows.getString(3));
                }
            }
            tx.rollback();
        }
        return changes;
    }

    private List<StoredEvent> events(TenantId tenant) {
        return IntStream.range(0, outbox.shards())
                .mapToObj(outbox::lanes)
                .flatMap(List::stream)
                .filter(lane -> lane.tenant().equals(tenant))
                .flatMap(lane -> outbox.read(lane, 0, 1000).stream())
                .sorted(Comparator.comparingLong(StoredEvent::id))
                .toList();
    }
}
