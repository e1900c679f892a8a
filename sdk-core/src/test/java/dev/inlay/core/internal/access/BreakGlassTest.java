package dev.inlay.core.internal.access;

import static dev.inlay.core.internal.access.AccessFixture.HOUR;
import static dev.inlay.core.internal.access.AccessFixture.NOON;
import static dev.inlay.core.internal.access.AccessFixture.NORTH;
import static dev.inlay.core.internal.access.AccessFixture.REASON;
import static dev.inlay.core.internal.access.AccessFixture.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Proves("TEN-7")
final class BreakGlassTest {

    private static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");

    private final AccessFixture on = new AccessFixture();

    @AfterEach
    void close() {
        on.close();
    }

    @Test
    void recordsWhoEntersWhyAndUntilWhenBeforeAnybodyCan() {
        AccessGrant grant = on.reading();

        assertThat(grant.until()).isEqualTo(NOON.plus(HOUR));
        assertThat(grant.mayWrite()).isFalse();
        AuditEntry entry = on.last().entry();
        assertThat(entry.action()).isEqualTo("access.granted");
        assertThat(entry.actor()).isEqualTo("ida");
        assertThat(entry.subject()).isEqualTo(grant.id());
        assertThat(entry.detail())
                .containsEntry("reason", REASON)
                .containsEntry("until", "2026-03-01T13:00:00Z")
                .containsEntry("mode", "read-only");
    }

    @Test
    void bindsTheTenantAndRecordsEachUse() throws Exception {
        AccessGrant grant = on.reading();

        on.access().run(grant.id(), "ida", () -> {
            assertThat(on.inlay.tenants().current().id()).isEqualTo(NORTH);
            assertThat(on.inlay.tenants().current().origin()).isEqualTo(Origin.BREAK_GLASS);
            assertThat(on.actions()).containsExactly("access.granted", "access.used");
        });
        String answer = on.access().call(grant.id(), "ida", () -> "seen");

        assertThat(answer).isEqualTo("seen");
        assertThat(on.inlay.tenants().currentIfBound()).isEmpty();
        assertThat(on.actions())
                .containsExactly("access.granted", "access.used", "access.left", "access.used", "access.left");
        assertThat(on.inlay.audit().verify(NORTH).intact()).isTrue();
    }

    @Test
    void refusesWhatNoGrantMayBe() {
        refused("reason", () -> AccessRequest.of("ida", NORTH, "  because   ", HOUR));
        refused("actor", () -> AccessRequest.of(" ", NORTH, REASON, HOUR));
        refused("duration", () -> AccessRequest.of("ida", NORTH, REASON, Duration.ZERO));
        refused("duration", () -> on.access().grant(AccessRequest.of("ida", NORTH, REASON, Duration.ofHours(9))));
        refused("grantId", () -> on.access().open("nonsense", "ida"));
        coded("tenant.unknown", () -> on.access().grant(AccessRequest.of("ida", TenantId.of("nobody"), REASON, HOUR)));
        assertThat(on.trail()).isEmpty();
    }

    @Test
    void refusesAndRecordsEverybodyElse() {
        AccessGrant grant = on.reading();
        String unknown = "north-clinic/" + "0".repeat(32);

        coded("access.other-actor", () -> on.access().open(grant.id(), "eve"));
        coded("access.unknown", () -> on.access().open(unknown, "eve"));
        coded("access.unknown", () -> on.access().revoke(unknown, "eve", "why not"));
        coded("access.unknown", () -> on.access().open(grant.id().replace("north", "south"), "ida"));

        assertThat(on.actions()).containsExactly("access.granted", "access.denied", "access.denied", "access.denied");
        assertThat(on.last().entry().actor()).isEqualTo("eve");
        assertThat(on.trail().get(1).entry().detail()).containsEntry("code", "access.other-actor");
        assertThat(on.stores.audit().read(SOUTH, 0, 10)).hasSize(1);
        assertThat(on.inlay.tenants().currentIfBound()).isEmpty();
    }

    @Test
    void endsInTheMiddleOfATransaction() throws Exception {
        AccessGrant grant = on.writing();
        AtomicBoolean committed = new AtomicBoolean();

        on.access().run(grant.id(), "ida", () -> {
            try (Connection tx = on.inlay.dataSource().getConnection()) {
                on.inlay.metering().record(tx, CLAIMED, 1, "claim-1");
                InMemoryDatabase.transactionOf(tx).onCommit(() -> committed.set(true));
                on.clock.advance(HOUR);

                coded("access.ended", tx::commit);
                coded("access.ended", () -> on.inlay.tenants().current());
                coded("access.ended", () -> on.inlay.metering().record(tx, CLAIMED, 1, "claim-2"));
                coded("access.ended", () -> on.inlay.events().publish(tx, ErpEvent.of("claim", "1", "{}")));
                coded("access.ended", () -> on.inlay.audit().append(AuditEntry.of("ida", "did", "it")));
                coded("access.ended", () -> on.inlay.dataSource().getConnection());
                coded("access.ended", () -> on.inlay.tenants().wrap((Runnable) () -> {}));
            }
        });

        assertThat(committed).isFalse();
        assertThat(on.actions()).containsExactly("access.granted", "access.used", "access.expired", "access.left");
        coded("access.ended", () -> on.access().open(grant.id(), "ida"));
        assertThat(on.actions()).endsWith("access.denied");
    }

    @Test
    void isNotRevivedByAClockThatGoesBack() {
        AccessGrant noticed = on.reading();
        AccessGrant unnoticed = on.reading();
        on.clock.advance(HOUR);
        coded("access.ended", () -> on.access().open(noticed.id(), "ida"));

        on.clock.set(NOON);

        coded("access.ended", () -> on.access().open(noticed.id(), "ida"));
        coded("access.ended", () -> on.access().open(unnoticed.id(), "ida"));
        assertThat(on.other.access().list(NORTH, "", 10).get(0).end()).isPresent();
        coded("access.ended", () -> on.other.access().open(noticed.id(), "ida"));
    }

    @Test
    void keepsItsLimitsWhenTheTenantIsBoundAgainInside() throws Exception {
        AccessGrant grant = on.reading();

        on.access()
                .run(
                        grant.id(),
                        "ida",
                        () -> on.inlay.tenants().run(NORTH, () -> {
                            assertThat(on.inlay.tenants().current().origin()).isEqualTo(Origin.BREAK_GLASS);
                            try (Connection tx = on.inlay.dataSource().getConnection()) {
                                coded(
                                        "access.read-only",
                                        () -> on.inlay.metering().record(tx, CLAIMED, 1, "claim-1"));
                            }
                            on.access()
                                    .run(
                                            grant.id(),
                                            "ida",
                                            () -> on.inlay.tenants().current());
                            on.clock.advance(HOUR);
                            coded("access.ended", () -> on.inlay.tenants().run(NORTH, () -> {}));
                        }));
    }

    @Test
    void leadsToNoOtherTenantAndToNoPlatformWork() throws Exception {
        AccessGrant grant = on.reading();
        AccessGrant second = on.writing();

        on.access().run(grant.id(), "ida", () -> {
            coded("tenant.rebind", () -> on.inlay.tenants().run(SOUTH, () -> {}));
            coded("tenant.rebind", () -> on.inlay.tenants().runAsPlatform("look around", () -> {}));
            coded("tenant.rebind", () -> on.access().open(second.id(), "ida"));
        });

        on.inlay
                .tenants()
                .run(NORTH, () -> coded("tenant.rebind", () -> on.access().open(grant.id(), "ida")));
        on.inlay
                .tenants()
                .run(SOUTH, () -> coded("tenant.rebind", () -> on.access().open(grant.id(), "ida")));
        assertThat(on.actions()).filteredOn("access.denied"::equals).hasSize(3);
    }

    @Test
    void writesNothingUnlessTheGrantSaysSo() throws Exception {
        AccessGrant grant = on.reading();

        on.access().run(grant.id(), "ida", () -> {
            try (Connection tx = on.inlay.dataSource().getConnection();
                    Connection foreign = on.stores.dataSource().getConnection()) {
                foreign.setAutoCommit(false);
                for (Connection each : List.of(tx, foreign)) {
                    coded("access.read-only", () -> on.inlay.metering().record(each, CLAIMED, 1, "claim-1"));
                    coded("access.read-only", () -> on.inlay.events().publish(each, ErpEvent.of("claim", "1", "{}")));
                    coded("access.read-only", () -> on.inlay.audit().append(each, AuditEntry.of("ida", "did", "it")));
                }
                on.inlay.audit().append(AuditEntry.of("ida", "record.seen", "claim-1"));
            }
        });

        assertThat(on.actions()).containsExactly("access.granted", "access.used", "record.seen", "access.left");
    }

    @Test
    void isReadOnlyInTheDatabaseItself() throws Exception {
        AccessGrant grant = on.reading();

        on.access().run(grant.id(), "ida", () -> {
            try (Connection tx = on.inlay.dataSource().getConnection()) {
                coded("access.read-only", () -> on.inlay.metering().record(tx, CLAIMED, 1, "claim-1"));
                assertThatThrownBy(() -> {
                            tx.setSavepoint();
                        })
                        .isInstanceOf(Exception.class);
                coded("store.failed", () -> InMemoryDatabase.transactionOf(tx).onCommit(() -> {}));
            }
        });
    }

    @Test
    void isCarriedToOtherThreadsWithItsLimits() throws Exception {
        AccessGrant grant = on.reading();
        AtomicReference<Callable<Origin>> carried = new AtomicReference<>();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            on.access()
                    .run(
                            grant.id(),
                            "ida",
                            () -> carried.set(on.inlay.tenants().wrap((Callable<Origin>) () -> {
                                try (Connection tx = on.inlay.dataSource().getConnection()) {
                                    coded(
                                            "access.read-only",
                                            () -> on.inlay.metering().record(tx, CLAIMED, 1, "c-1"));
                                }
                                return on.inlay.tenants().current().origin();
                            })));

            assertThat(executor.submit(carried.get()).get()).isEqualTo(Origin.BREAK_GLASS);

            on.access().revoke(grant.id(), "lea", "the ticket is closed");
            assertThatThrownBy(() -> executor.submit(carried.get()).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(InlayException.class)
                    .hasMessageContaining("was revoked at");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void endsOnAnotherNodeAtTheNextTransaction() throws Exception {
        AccessGrant grant = on.writing();

        on.access().run(grant.id(), "ida", () -> {
            try (Connection tx = on.inlay.dataSource().getConnection()) {
                on.inlay.metering().record(tx, CLAIMED, 1, "claim-1");
                tx.commit();

                AccessGrant revoked = on.other.access().revoke(grant.id(), "lea", "the ticket is closed");
                AccessGrant again = on.other.access().revoke(grant.id(), "leo", "me too");

                assertThat(revoked.end()).isPresent();
                assertThat(again.end().orElseThrow().by()).isEqualTo("lea");
                coded("access.ended", () -> on.inlay.metering().record(tx, CLAIMED, 1, "claim-2"));
                coded("access.ended", () -> on.inlay.tenants().current());
            }
        });

        coded("access.ended", () -> on.access().open(grant.id(), "ida"));
        assertThat(on.actions())
                .containsExactly("access.granted", "access.used", "access.revoked", "access.left", "access.denied");
        assertThat(on.access().active(NORTH)).isEmpty();
    }

    @Test
    void letsNobodyInWhereItCannotBeRecorded() {
        AccessGrant grant = on.reading();
        on.stores.audit().fail(true);

        coded("store.unavailable", () -> on.access().open(grant.id(), "ida"));
        coded("store.unavailable", on::writing);

        on.stores.audit().fail(false);
        assertThat(on.access().list(NORTH, "", 10)).extracting(AccessGrant::id).containsExactly(grant.id());
        assertThat(on.actions()).containsExactly("access.granted");
        assertThat(on.inlay.tenants().currentIfBound()).isEmpty();
    }

    @Test
    void entersTheSuspendedAndReadsTheClosed() throws Exception {
        AccessGrant writing = on.writing();
        on.status(TenantStatus.SUSPENDED);

        on.access()
                .run(
                        writing.id(),
                        "ida",
                        () -> on.inlay
                                .tenants()
                                .run(
                                        NORTH,
                                        () -> assertThat(on.inlay
                                                        .tenants()
                                                        .current()
                                                        .profile()
                                                        .status())
                                                .isEqualTo(TenantStatus.SUSPENDED)));
        on.status(TenantStatus.CLOSED);
        coded("tenant.closed", () -> on.access().open(writing.id(), "ida"));
        coded("tenant.closed", on::writing);
        on.access().run(on.reading().id(), "ida", () -> on.inlay.tenants().current());

        assertThatThrownBy(() -> on.inlay.tenants().run(NORTH, () -> {})).isInstanceOf(NoTenantException.class);
        assertThat(on.actions()).filteredOn("access.denied"::equals).hasSize(2);
    }

    @Test
    void listsGrantsInPages() {
        List<String> ids =
                List.of(on.reading().id(), on.writing().id(), on.reading().id());
        on.access().revoke(ids.get(1), "ida", "done");

        List<AccessGrant> first = on.access().list(NORTH, "", 2);
        List<AccessGrant> rest = on.access().list(NORTH, first.get(1).id(), 2);

        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(1);
        assertThat(on.access().active(NORTH)).hasSize(2).noneMatch(AccessGrant::mayWrite);
        assertThat(on.access().list(SOUTH, "", 10)).isEmpty();
        refused("limit", () -> on.access().list(NORTH, "", 0));
    }

    @Test
    void endsWithItsScopeInnermostFirst() {
        AccessGrant grant = on.reading();
        TenantScope outer = on.access().open(grant.id(), "ida");
        TenantScope inner = on.access().open(grant.id(), "ida");

        coded("tenant.scope.misuse", outer::close);
        inner.close();
        outer.close();
        outer.close();

        assertThat(on.actions()).filteredOn("access.left"::equals).hasSize(2);
    }

    @Test
    void tellsNothingAboutAnotherTenantWhereOneIsBound() {
        AccessGrant grant = on.reading();
        AccessRequest south = AccessRequest.of("ida", SOUTH, REASON, HOUR);

        on.access().run(grant.id(), "ida", () -> {
            coded("tenant.rebind", () -> on.access().list(SOUTH, "", 10));
            coded("tenant.rebind", () -> on.access().active(SOUTH));
            coded("tenant.rebind", () -> on.access().grant(south));
            coded("tenant.rebind", () -> on.inlay.audit().verify(SOUTH));
            assertThat(on.access().list(NORTH, "", 10)).hasSize(1);
        });
        on.inlay
                .tenants()
                .run(NORTH, () -> coded("tenant.rebind", () -> on.access().list(SOUTH, "", 10)));

        assertThat(on.stores.audit().read(SOUTH, 0, 10))
                .extracting(record -> record.entry().action())
                .containsExactly("access.denied");
        assertThat(on.access().list(SOUTH, "", 10)).isEmpty();
    }

    @Test
    void keepsWhatTheWorkThrewWhenAScopeWasLeftOpenInside() {
        AccessGrant grant = on.reading();
        IllegalStateException thrown = new IllegalStateException("no such invoice");

        assertThatThrownBy(() -> on.access().run(grant.id(), "ida", () -> {
                    on.access().open(grant.id(), "ida");
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(thrown.getSuppressed())
                .singleElement()
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("tenant.scope.misuse"));
        assertThat(on.actions()).endsWith("access.used", "access.used", "access.left");
        assertThat(on.inlay.tenants().currentIfBound()).isEmpty();

        coded(
                "tenant.scope.misuse",
                () -> on.access()
                        .call(grant.id(), "ida", () -> on.inlay.tenants().open(NORTH)));
        assertThat(on.actions()).endsWith("access.used", "access.left");
        assertThat(on.inlay.tenants().currentIfBound()).isEmpty();
    }

    private static void coded(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void refused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
