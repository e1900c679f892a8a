package dev.inlay.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.metering.UsageEvent;
import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.InMemoryUsageStore;
import dev.inlay.testkit.contracts.memory.MutableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@Proves("MET-1")
final class MeteringEngineTest {

    private static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");
    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final LocalDate JUNE_15 = LocalDate.of(2026, 6, 15);

    private final InMemoryTenantDirectory directory = InMemoryTenantDirectory.of("inlay/medisoft/-/south-clinic")
            .put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/north-clinic"))
                    .zone(ZoneId.of("Europe/Oslo"))
                    .build());
    private final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);
    private final InMemoryDatabase database = new InMemoryDatabase();
    private final InMemoryUsageStore store = new InMemoryUsageStore(database);
    private final MutableClock clock = MutableClock.at(Instant.parse("2026-06-15T12:00:00Z"));
    private final MeteringEngine engine = new MeteringEngine(tenants, store, clock);

    @Test
    void countsAUseOnceHoweverOftenItIsRetriedLater() throws SQLException {
        UsageOutcome first = record(event(2, "claim-1").build());
        clock.advance(Duration.ofDays(1));
        UsageOutcome second = record(event(2, "claim-1").build());

        assertThat(first).isEqualTo(UsageOutcome.ACCEPTED);
        assertThat(second).isEqualTo(UsageOutcome.DUPLICATE);
        assertThat(totals()).containsExactly(new UsageTotal("claims.submitted", JUNE_15, 2, 1));
    }

    @Test
    void setsTheSameIdWithOtherContentAside() throws SQLException {
        Instant at = Instant.parse("2026-06-15T08:00:00Z");
        record(event(2, "claim-1").build());
        record(event(2, "claim-2").at(at).build());

        assertThat(record(event(3, "claim-1").build())).isEqualTo(UsageOutcome.QUARANTINED);
        assertThat(record(event(2, "claim-1").at(at).build())).isEqualTo(UsageOutcome.QUARANTINED);
        assertThat(record(UsageEvent.builder(Meter.sum("claims.other", "claim"), 2, "claim-1")
                        .build()))
                .isEqualTo(UsageOutcome.QUARANTINED);
        assertThat(record(event(2, "claim-2").at(at.plusSeconds(1)).build())).isEqualTo(UsageOutcome.QUARANTINED);
        assertThat(record(event(2, "claim-2").at(at).build())).isEqualTo(UsageOutcome.DUPLICATE);
        assertThat(totals()).containsExactly(new UsageTotal("claims.submitted", JUNE_15, 4, 2));
    }

    @Test
    void keepsTenantsAndSourcesApart() throws SQLException {
        record(event(2, "claim-1").build());

        assertThat(record(event(9, "claim-1").source("import").build())).isEqualTo(UsageOutcome.ACCEPTED);
        assertThat(record(TenantId.of("south-clinic"), event(5, "claim-1").build()))
                .isEqualTo(UsageOutcome.ACCEPTED);
        assertThat(totals()).containsExactly(new UsageTotal("claims.submitted", JUNE_15, 11, 2));
    }

    @Test
    @Proves("MET-3")
    void countsOnTheDayOfTheTenantsZone() throws SQLException {
        clock.set(Instant.parse("2026-06-15T22:30:00Z"));
        record(event(1, "now").build());
        record(event(2, "then")
                .at(Instant.parse("2026-06-14T21:59:59.999999999Z"))
                .build());

        assertThat(totals())
                .containsExactly(
                        new UsageTotal("claims.submitted", LocalDate.of(2026, 6, 14), 2, 1),
                        new UsageTotal("claims.submitted", LocalDate.of(2026, 6, 16), 1, 1));
    }

    @Test
    void comparesTimesToTheMicrosecond() throws SQLException {
        Instant at = Instant.parse("2026-06-15T08:00:00.123456Z");
        record(event(1, "claim-1").at(at.plusNanos(999)).build());

        assertThat(record(event(1, "claim-1").at(at).build())).isEqualTo(UsageOutcome.DUPLICATE);
    }

    @Test
    void hashesTheLargestValueExactly() throws SQLException {
        record(event(Long.MAX_VALUE, "claim-1").build());

        assertThat(record(event(Long.MAX_VALUE, "claim-1").build())).isEqualTo(UsageOutcome.DUPLICATE);
        assertThat(record(event(Long.MAX_VALUE - 1, "claim-1").build())).isEqualTo(UsageOutcome.QUARANTINED);
    }

    @Test
    void countsNothingThatWasRolledBack() throws SQLException {
        try (Connection tx = begin()) {
            tenants.run(NORTH, () -> engine.record(tx, CLAIMED, 1, "claim-1"));
            tx.rollback();
        }

        assertThat(totals()).isEmpty();
        assertThat(record(event(1, "claim-1").build())).isEqualTo(UsageOutcome.ACCEPTED);
    }

    @Test
    void refusesAConnectionInAutocommitMode() throws SQLException {
        try (Connection tx = database.dataSource().getConnection()) {
            assertRefused("tx", () -> tenants.run(NORTH, () -> engine.record(tx, CLAIMED, 1, "claim-1")));
        }
        assertThat(totals()).isEmpty();
    }

    @Test
    void saysThatAConnectionDoesNotAnswer() throws SQLException {
        Connection tx = begin();
        tx.close();

        assertThatThrownBy(() -> tenants.run(NORTH, () -> engine.record(tx, CLAIMED, 1, "claim-1")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.retryable()).isFalse())
                .hasCauseInstanceOf(SQLException.class)
                .hasMessageContaining("north-clinic");
    }

    @Test
    void needsATenant() throws SQLException {
        try (Connection tx = begin()) {
            assertThatThrownBy(() -> engine.record(tx, CLAIMED, 1, "claim-1")).isInstanceOf(NoTenantException.class);
        }
        assertThatThrownBy(() -> engine.totals(JUNE_15, JUNE_15)).isInstanceOf(NoTenantException.class);
    }

    @Test
    void refusesAnEventThatNoLedgerCouldKeep() {
        assertRefused("usage.id", () -> event(1, "").build());
        assertRefused("usage.id", () -> event(1, "a\u0000b").build());
        assertRefused("usage.id", () -> event(1, "\ud83d").build());
        assertRefused(
                "usage.source", () -> event(1, "a").source("x".repeat(201)).build());
        assertRefused("usage.value", () -> event(-1, "a").build());
        assertRefused("usage.at", () -> event(1, "a").at(Instant.MAX).build());
        assertRefused(
                "usage.at",
                () -> event(1, "a").at(Instant.parse("1969-12-31T23:59:59Z")).build());
    }

    @Test
    void refusesDaysInTheWrongOrder() {
        assertRefused("from", () -> tenants.run(NORTH, () -> engine.totals(JUNE_15, JUNE_15.minusDays(1))));
    }

    private UsageOutcome record(UsageEvent event) throws SQLException {
        return record(NORTH, event);
    }

    private UsageOutcome record(TenantId tenant, UsageEvent event) throws SQLException {
        try (Connection tx = begin()) {
            UsageOutcome outcome = tenants.call(tenant, () -> engine.record(tx, event));
            tx.commit();
            return outcome;
        }
    }

    private Connection begin() throws SQLException {
        Connection tx = database.dataSource().getConnection();
        tx.setAutoCommit(false);
        return tx;
    }

    private List<UsageTotal> totals() {
        return tenants.call(NORTH, () -> engine.totals(JUNE_15.minusDays(10), JUNE_15.plusDays(10)));
    }

    private static UsageEvent.Builder event(long value, String id) {
        return UsageEvent.builder(CLAIMED, value, id);
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(InvalidValueException.class))
                .extracting(InvalidValueException::field)
                .isEqualTo(field);
    }
}
