package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.UsageRow;
import dev.inlay.spi.store.UsageStore;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How usage is counted, on whichever database the subclass opens. */
@Proves("MET-1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UsageStoreTests {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 29);

    private final Entries entries = new Entries();
    private OpenStores database;
    private UsageStore usage;

    abstract DataSource open();

    @BeforeAll
    void start() {
        database = OpenStores.on(open());
        usage = database.stores().usage();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void countsOnceAndSetsAsideWhatContradicts() throws SQLException {
        TenantId tenant = entries.tenant();

        try (Connection tx = database.begin()) {
            assertThat(usage.record(tx, row(tenant, "c1", 3, "hash"))).isEqualTo(UsageOutcome.ACCEPTED);
            assertThat(usage.record(tx, row(tenant, "c1", 3, "hash"))).isEqualTo(UsageOutcome.DUPLICATE);
            assertThat(usage.record(tx, row(tenant, "c1", 4, "other"))).isEqualTo(UsageOutcome.QUARANTINED);
            assertThat(usage.record(tx, row(tenant, "c1", 4, "other"))).isEqualTo(UsageOutcome.QUARANTINED);
            assertThat(usage.record(tx, row(tenant, "c2", 2, "hash"))).isEqualTo(UsageOutcome.ACCEPTED);
            tx.commit();
        }

        assertThat(usage.totals(tenant, DAY, DAY)).containsExactly(new UsageTotal("claims", DAY, 5, 2));
        assertThat(database.number("select count(*) from inlay_usage_quarantine where tenant = '" + tenant + "'"))
                .isEqualTo(1);
    }

    @Test
    void acceptsOneOfManyThatRaceWithTheSameId() throws Exception {
        TenantId tenant = entries.tenant();
        CyclicBarrier together = new CyclicBarrier(4);
        Callable<Long> writer = () -> {
            long accepted = 0;
            for (int i = 0; i < 10; i++) {
                together.await();
                UsageRow row = row(tenant, "race-" + i, 1, "hash");
                accepted += Work.commit(database, tx -> usage.record(tx, row)) == UsageOutcome.ACCEPTED ? 1 : 0;
            }
            return accepted;
        };

        List<Long> accepted = Work.together(Collections.nCopies(4, writer));

        assertThat(accepted.stream().mapToLong(Long::longValue).sum()).isEqualTo(10);
        assertThat(usage.used(tenant, "claims", DAY, DAY)).isEqualTo(10);
    }

    @Test
    void acceptsTheSecondWhenTheFirstRollsBack() throws Exception {
        TenantId tenant = entries.tenant();
        ExecutorService thread = Executors.newSingleThreadExecutor();

        try (Connection first = database.begin();
                Connection second = database.begin()) {
            usage.record(first, row(tenant, "id", 1, "hash"));
            Future<UsageOutcome> waiting = thread.submit(() -> usage.record(second, row(tenant, "id", 1, "hash")));
            first.rollback();

            assertThat(Work.result(waiting)).isEqualTo(UsageOutcome.ACCEPTED);
            second.commit();
        } finally {
            thread.shutdownNow();
        }

        assertThat(usage.used(tenant, "claims", DAY, DAY)).isEqualTo(1);
    }

    @Test
    void doesNotWaitForSomebodyWhoRepeatsACommittedUse() throws SQLException {
        TenantId tenant = entries.tenant();
        Work.commit(database, tx -> usage.record(tx, row(tenant, "id", 1, "hash")));

        try (Connection one = database.begin();
                Connection other = database.begin()) {
            assertThat(usage.record(one, row(tenant, "id", 1, "hash"))).isEqualTo(UsageOutcome.DUPLICATE);
            assertThat(usage.record(other, row(tenant, "id", 1, "hash"))).isEqualTo(UsageOutcome.DUPLICATE);
            one.rollback();
            other.rollback();
        }
    }

    @Test
    void comparesIdsByteByByte() throws SQLException {
        TenantId tenant = entries.tenant();

        for (String id : List.of("id", "ID", "id ", "\u00e9", "e\u0301", "\ud83d\ude00", "\ud83d\ude01", "0", "")) {
            UsageOutcome outcome = Work.commit(database, tx -> usage.record(tx, row(tenant, id, 1, "hash")));

            assertThat(outcome).as("'%s'", id).isEqualTo(UsageOutcome.ACCEPTED);
        }

        assertThat(usage.used(tenant, "claims", DAY, DAY)).isEqualTo(9);
    }

    @Test
    @Proves("MET-3")
    void addsUpByMeterThenDayWithinTheTenantOnly() throws SQLException {
        TenantId tenant = entries.tenant();
        TenantId neighbour = entries.tenant();
        Work.commit(database, tx -> {
            usage.record(tx, row(tenant, "1", "letters", 7, DAY));
            usage.record(tx, row(tenant, "2", "claims", 1, DAY.plusDays(1)));
            usage.record(tx, row(tenant, "3", "claims", Long.MAX_VALUE, DAY));
            usage.record(tx, row(tenant, "4", "claims", 5, DAY.plusDays(2)));
            return usage.record(tx, row(neighbour, "1", "claims", 9, DAY));
        });

        assertThat(usage.totals(tenant, DAY, DAY.plusDays(1)))
                .containsExactly(
                        new UsageTotal("claims", DAY, Long.MAX_VALUE, 1),
                        new UsageTotal("claims", DAY.plusDays(1), 1, 1),
                        new UsageTotal("letters", DAY, 7, 1));
        assertThat(usage.used(tenant, "claims", DAY.plusDays(1), DAY.plusDays(9)))
                .isEqualTo(6);
        assertThat(usage.used(tenant, "claims", DAY.minusDays(9), DAY.minusDays(1)))
                .isZero();
    }

    @Test
    void refusesAnIdThatADatabaseWouldChange() throws SQLException {
        TenantId tenant = entries.tenant();

        try (Connection tx = database.begin()) {
            assertThatThrownBy(() -> usage.record(tx, row(tenant, "half\ud83d", 1, "hash")))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("usage.id"));
            tx.rollback();
        }
    }

    private static UsageRow row(TenantId tenant, String id, long value, String hash) {
        return new UsageRow(tenant, "host", id, "claims", value, Instant.EPOCH, DAY, hash);
    }

    private static UsageRow row(TenantId tenant, String id, String meter, long value, LocalDate day) {
        return new UsageRow(tenant, "host", id, meter, value, Instant.EPOCH, day, "hash");
    }
}
