package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.Discrepancy;
import dev.inlay.api.event.Discrepancy.Kind;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.ReconcileReport;
import dev.inlay.api.event.ReconcileRequest;
import dev.inlay.api.event.RepairReport;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.ReceiverLedger;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryReceiverLedger;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.MutableClock;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Both sides compared and mended on one database, through the real relay. */
@Proves("EVT-10")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReconciliationTests {

    private static final TenantId NORTH = TenantId.of("north");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);

    private final MutableClock clock = MutableClock.at(NOON);
    private final RecordingTransport erp = RecordingTransport.to("erp");
    private final InMemoryReceiverLedger ledger = InMemoryReceiverLedger.of("erp");
    private HikariDataSource pool;
    private Inlay inlay;

    abstract DataSource database();

    @BeforeAll
    final void start() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/oem/-/north"))
                .install(JooqStores.on(pool))
                .install(erp)
                .install(ledger)
                .clock(clock)
                .deliveryLedger(Duration.ofDays(7))
                .build();
        inlay.start().awaitReady(LONG);
    }

    @AfterAll
    final void stop() {
        inlay.close();
        pool.close();
    }

    @Test
    void findsWhatDiffersAndSendsWhatIsMissingAgainAsItWas() throws Exception {
        for (int i = 1; i <= 6; i++) {
            publish("claim-1", "{\"n\":" + i + "}");
        }
        List<OutboundEvent> sent = delivered(6);
        for (OutboundEvent event : sent) {
            add(event, Optional.of(sha256(event.payload().bytes())));
        }
        OutboundEvent lost = sent.get(2);
        ledger.lose(lost.eventId());
        ledger.lose(sent.get(3).eventId());
        add(sent.get(3), Optional.of("00".repeat(32)));
        add(sent.get(0), Optional.empty());
        ledger.add(NORTH, new ReceiverLedger.Entry("phantom", Optional.empty(), 0, Optional.empty(), NOON));
        ReconcileRequest request = ReconcileRequest.of(NORTH, "erp", NOON.minusSeconds(60), NOON.plusSeconds(60));
        clock.advance(Duration.ofHours(1));

        List<Discrepancy> all = new ArrayList<>();
        ReconcileReport report = inlay.reconciliation().compare(request, all::add);

        assertThat(report.matched()).isEqualTo(4);
        assertThat(report.waiting()).isZero();
        assertThat(report.agrees()).isFalse();
        assertThat(report.examples(Kind.MISSING))
                .containsExactly(new Discrepancy(Kind.MISSING, lost.eventId(), Optional.of("claim-1"), 3, NOON));
        assertThat(report.examples(Kind.DIFFERENT)).extracting(Discrepancy::seq).containsExactly(4L);
        assertThat(report.examples(Kind.DUPLICATE)).extracting(Discrepancy::seq).containsExactly(1L);
        assertThat(report.examples(Kind.EXTRA)).extracting(Discrepancy::eventId).containsExactly("phantom");
        assertThat(all).hasSize(4);

        assertThat(audited()).as("records of a look").isEmpty();

        RepairReport repaired = inlay.reconciliation().repair(request, Act.of("ops", "the ERP lost a disk"));
        assertThat(repaired.putBack()).isEqualTo(1);
        OutboundEvent again = delivered(7).get(6);
        assertThat(again.eventId()).isEqualTo(lost.eventId());
        assertThat(again.seq()).isEqualTo(3);
        assertThat(again.generation()).isEqualTo(lost.generation());
        assertThat(again.payload()).isEqualTo(lost.payload());
        assertThat(audited()).containsExactly("events.repair.begun ops", "events.repair.ended ops");

        publish("claim-1", "{\"n\":7}");
        assertThat(delivered(8).get(7).seq()).isEqualTo(7);
        assertThat(waiting()).isZero();
    }

    @Test
    void purgesInPagesAndLetsOneNodeDoIt() throws Exception {
        OutboxStore outbox = OpenStores.start(JooqStores.on(pool)).outbox();

        assertThat(outbox.takeTurn("some-chore", Duration.ofMinutes(5))).isTrue();
        assertThat(outbox.takeTurn("some-chore", Duration.ofMinutes(5))).isFalse();
        assertThat(outbox.takeTurn("another-chore", Duration.ofMinutes(5))).isTrue();

        OpenStores.execute(pool, "delete from inlay_dedupe");
        for (int i = 1; i <= 5; i++) {
            OpenStores.execute(
                    pool,
                    "insert into inlay_dedupe (tenant, request_id, fingerprint, event_id, published_us) values"
                            + " ('north', 'r-" + i + "', 'f', 'e-" + i + "', " + i + ")");
        }
        Instant fourth = Instant.EPOCH.plusNanos(4_000);
        assertThat(outbox.purgeRequests(fourth, 2)).isEqualTo(2);
        assertThat(outbox.purgeRequests(fourth, 2)).isEqualTo(1);
        assertThat(outbox.purgeRequests(fourth, 2)).isZero();
        assertThat(OpenStores.number(pool, "select count(*) from inlay_dedupe")).isEqualTo(2);
    }

    private void publish(String key, String payload) throws Exception {
        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                inlay.events().publish(tx, ErpEvent.of("claim.submitted", key, payload));
                tx.commit();
            }
        });
    }

    /** So many, and no trace of them in the outbox any more. */
    private List<OutboundEvent> delivered(int count) throws Exception {
        List<OutboundEvent> delivered = erp.awaitDelivered(count, LONG);
        long deadline = System.nanoTime() + LONG.toNanos();
        while (waiting() > 0) {
            assertThat(System.nanoTime())
                    .as("waiting for the outbox to be empty")
                    .isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
        return delivered;
    }

    private int waiting() {
        return inlay.events()
                .operations()
                .status(EventFilter.all(), "", 10)
                .items()
                .size();
    }

    private void add(OutboundEvent event, Optional<String> hash) {
        ledger.add(
                NORTH, new ReceiverLedger.Entry(event.eventId(), event.key(), event.seq(), hash, NOON.plusSeconds(1)));
    }

    private List<String> audited() {
        return inlay.tenants().call(NORTH, () -> inlay.audit().read(0, 100)).stream()
                .map(AuditRecord::entry)
                .map(entry -> entry.action() + " " + entry.actor())
                .toList();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
