package dev.inlay.testkit.contracts.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.UsageRow;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Proves("KIT-5")
@Timeout(60)
final class InMemoryUsageStoreTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 15);

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final InMemoryUsageStore store = new InMemoryUsageStore(database);

    @Test
    void showsAUseFromItsCommitOn() throws SQLException {
        try (Connection tx = begin()) {
            store.record(tx, row("claim-1", 3, "a"));
            assertThat(store.used(NORTH, "claims", MONDAY, MONDAY)).isZero();

            tx.commit();
        }

        assertThat(store.used(NORTH, "claims", MONDAY, MONDAY)).isEqualTo(3);
    }

    @Test
    void knowsADuplicateWithinOneTransaction() throws SQLException {
        try (Connection tx = begin()) {
            assertThat(store.record(tx, row("claim-1", 3, "a"))).isEqualTo(UsageOutcome.ACCEPTED);
            assertThat(store.record(tx, row("claim-1", 3, "a"))).isEqualTo(UsageOutcome.DUPLICATE);
            assertThat(store.record(tx, row("claim-1", 4, "b"))).isEqualTo(UsageOutcome.QUARANTINED);
            tx.commit();
        }

        assertThat(store.totals(NORTH, MONDAY, MONDAY)).containsExactly(new UsageTotal("claims", MONDAY, 3, 1));
        assertThat(store.quarantined(NORTH)).containsExactly(row("claim-1", 4, "b"));
    }

    @Test
    void setsTheSameConflictAsideOnce() throws SQLException {
        for (String hash : List.of("a", "b", "b", "c")) {
            try (Connection tx = begin()) {
                store.record(tx, row("claim-1", 3, hash));
                tx.commit();
            }
        }

        assertThat(store.quarantined(NORTH)).extracting(UsageRow::hash).containsExactly("b", "c");
        assertThat(store.quarantined(TenantId.of("NORTH-clinic"))).isEmpty();
    }

    @Test
    void acceptsAKeyInOneOfManyTransactionsThatRace() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            for (int round = 0; round < 100; round++) {
                assertThat(race(threads, racers, "claim-" + round))
                        .containsOnlyOnce(UsageOutcome.ACCEPTED)
                        .filteredOn(outcome -> outcome == UsageOutcome.DUPLICATE)
                        .hasSize(racers - 1);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(store.used(NORTH, "claims", MONDAY, MONDAY)).isEqualTo(100);
    }

    @Test
    void letsAWaitingTransactionHaveTheKeyThatTheFirstGaveUp() throws SQLException {
        try (Connection first = begin();
                Connection second = begin()) {
            store.record(first, row("claim-1", 3, "a"));
            first.rollback();

            assertThat(store.record(second, row("claim-1", 3, "a"))).isEqualTo(UsageOutcome.ACCEPTED);
            second.commit();
        }

        assertThat(store.used(NORTH, "claims", MONDAY, MONDAY)).isEqualTo(3);
    }

    @Test
    void totalsByMeterThenDayWithinTheDaysAskedFor() throws SQLException {
        record(new UsageRow(NORTH, "host", "1", "visits", 1, Instant.EPOCH, MONDAY, "x"));
        record(new UsageRow(NORTH, "host", "2", "claims", 2, Instant.EPOCH, MONDAY.plusDays(1), "x"));
        record(new UsageRow(NORTH, "host", "3", "claims", 4, Instant.EPOCH, MONDAY, "x"));
        record(new UsageRow(NORTH, "host", "4", "claims", 8, Instant.EPOCH, MONDAY, "x"));
        record(new UsageRow(NORTH, "host", "5", "claims", 16, Instant.EPOCH, MONDAY.minusDays(1), "x"));
        record(new UsageRow(NORTH, "host", "6", "claims", 32, Instant.EPOCH, MONDAY.plusDays(2), "x"));
        record(new UsageRow(TenantId.of("south-clinic"), "host", "7", "claims", 64, Instant.EPOCH, MONDAY, "x"));

        assertThat(store.totals(NORTH, MONDAY, MONDAY.plusDays(1)))
                .containsExactly(
                        new UsageTotal("claims", MONDAY, 12, 2),
                        new UsageTotal("claims", MONDAY.plusDays(1), 2, 1),
                        new UsageTotal("visits", MONDAY, 1, 1));
        assertThat(store.used(NORTH, "claims", MONDAY, MONDAY.plusDays(1))).isEqualTo(14);
    }

    @Test
    void staysAtTheGreatestSumInsteadOfWrapping() throws SQLException {
        record(row("claim-1", Long.MAX_VALUE, "a"));
        record(row("claim-2", 1, "a"));

        assertThat(store.used(NORTH, "claims", MONDAY, MONDAY)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesAConnectionInAutocommitMode() throws SQLException {
        try (Connection tx = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> store.record(tx, row("claim-1", 1, "a")))
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    private List<UsageOutcome> race(ExecutorService threads, int racers, String id) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers);
        Callable<UsageOutcome> racer = () -> {
            try (Connection tx = begin()) {
                start.await(30, TimeUnit.SECONDS);
                UsageOutcome outcome = store.record(tx, row(id, 1, "a"));
                tx.commit();
                return outcome;
            }
        };
        List<Future<UsageOutcome>> running = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            running.add(threads.submit(racer));
        }
        List<UsageOutcome> outcomes = new ArrayList<>();
        for (Future<UsageOutcome> one : running) {
            outcomes.add(one.get(30, TimeUnit.SECONDS));
        }
        return outcomes;
    }

    private void record(UsageRow row) throws SQLException {
        try (Connection tx = begin()) {
            store.record(tx, row);
            tx.commit();
        }
    }

    private Connection begin() throws SQLException {
        Connection tx = database.dataSource().getConnection();
        tx.setAutoCommit(false);
        return tx;
    }

    private static UsageRow row(String id, long value, String hash) {
        return new UsageRow(NORTH, "host", id, "claims", value, Instant.EPOCH, MONDAY, hash);
    }
}
