package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.Discrepancy;
import dev.inlay.api.event.Discrepancy.Kind;
import dev.inlay.api.event.ReconcileReport;
import dev.inlay.api.event.ReconcileRequest;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.ReceiverLedger;
import dev.inlay.spi.event.ReceiverLedger.Entry;
import dev.inlay.spi.store.Delivery;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.DeliveryWindow;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryReceiverLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two sorted lists, merged. */
@Proves("EVT-10")
final class ComparisonTest {

    private static final TenantId NORTH = TenantId.of("north");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ReconcileRequest REQUEST =
            ReconcileRequest.of(NORTH, "erp", NOON, NOON.plusSeconds(3600)).examples(3);
    private static final int MANY = 1_000_000;

    private final InMemoryReceiverLedger receiver = InMemoryReceiverLedger.of("erp");

    @Test
    void agreesWhereBothHaveTheSame() {
        receive("a", NOON.plusSeconds(1));
        receive("b", NOON.plusSeconds(1));

        ReconcileReport report = compare(new Ledger(List.of("a", "b")), receiver);

        assertThat(report.agrees()).isTrue();
        assertThat(report.matched()).isEqualTo(2);
    }

    @Test
    void findsWhatIsMissingAtBothEndsAndInTheMiddle() {
        receive("b", NOON.plusSeconds(1));
        receive("d", NOON.plusSeconds(1));

        ReconcileReport report = compare(new Ledger(List.of("a", "b", "c", "d", "e")), receiver);

        assertThat(report.matched()).isEqualTo(2);
        assertThat(report.examples(Kind.MISSING))
                .extracting(Discrepancy::eventId)
                .containsExactly("a", "c", "e");
    }

    @Test
    void takesWhatTheReceiverGotWithinTheMarginForAMatchAndNeverForExtra() {
        receive("a", NOON.minusSeconds(299));
        receive("b", NOON.plusSeconds(3600 + 299));
        receive("before", NOON.minusSeconds(1));
        receive("after", NOON.plusSeconds(3600));

        ReconcileReport report = compare(new Ledger(List.of("a", "b")), receiver);

        assertThat(report.matched()).isEqualTo(2);
        assertThat(report.agrees()).isTrue();
    }

    @Test
    void tellsWhatIsInFlightOrWasAcknowledgedAtAnotherTimeFromWhatIsExtra() {
        receive("elsewhen", NOON.plusSeconds(1));
        receive("phantom", NOON.plusSeconds(1));
        receive("waiting", NOON.plusSeconds(1));
        Ledger ledger = new Ledger(List.of());
        ledger.elsewhen.add("elsewhen");
        ledger.waiting.add("waiting");

        ReconcileReport report = compare(ledger, receiver);

        assertThat(report.examples(Kind.EXTRA)).extracting(Discrepancy::eventId).containsExactly("phantom");
        assertThat(report.examples(Kind.IN_FLIGHT))
                .extracting(Discrepancy::eventId)
                .containsExactly("waiting");
        assertThat(report.waiting()).isEqualTo(1);
    }

    @Test
    void countsEveryTimeTooMany() {
        for (int i = 0; i < 3; i++) {
            receive("a", NOON.plusSeconds(1));
            receive("phantom", NOON.plusSeconds(1));
        }

        ReconcileReport report = compare(new Ledger(List.of("a")), receiver);

        assertThat(report.matched()).isEqualTo(1);
        assertThat(report.count(Kind.DUPLICATE)).isEqualTo(4);
        assertThat(report.count(Kind.EXTRA)).isEqualTo(1);
    }

    @Test
    void findsOtherContentAndAnotherPlace() {
        receiver.add(NORTH, new Entry("a", Optional.empty(), 0, Optional.of("other"), NOON));
        receiver.add(NORTH, new Entry("b", Optional.empty(), 7, Optional.empty(), NOON));
        receiver.add(NORTH, new Entry("c", Optional.of("k-2"), 0, Optional.empty(), NOON));

        ReconcileReport report = compare(new Ledger(List.of("a", "b", "c")), receiver);

        assertThat(report.count(Kind.DIFFERENT)).isEqualTo(3);
        assertThat(report.matched()).isZero();
    }

    @Test
    void refusesAReceiverThatBreaksTheOrder() {
        ReceiverLedger unsorted = ledger((query, cursor) ->
                new ReceiverLedger.Page(List.of(entry("b", NOON), entry("a", NOON)), Optional.empty()));

        assertThatThrownBy(() -> compare(new Ledger(List.of("a", "b")), unsorted))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("reconcile.order"));
    }

    @Test
    void refusesAReceiverWhosePagesNeverEnd() {
        ReceiverLedger endless = ledger((query, cursor) -> new ReceiverLedger.Page(List.of(), Optional.of("again")));

        assertThatThrownBy(() -> compare(new Ledger(List.of("a")), endless))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("reconcile.order"));
    }

    @Test
    void saysWhenTheReceiverFails() {
        ReceiverLedger down = ledger((query, cursor) -> {
            throw new java.io.IOException("no route");
        });

        assertThatThrownBy(() -> compare(new Ledger(List.of("a")), down))
                .isInstanceOfSatisfying(InlayException.class, e -> {
                    assertThat(e.code()).isEqualTo("reconcile.receiver");
                    assertThat(e.retryable()).isTrue();
                });
    }

    /** Both sides make their pages when they are asked, so that only what the comparison keeps could pile up. */
    @Test
    void comparesAMillionEventsAPageAtATime() {
        ReceiverLedger all = ledger((query, cursor) -> {
            int from = cursor.map(Integer::valueOf).orElse(0);
            int to = Math.min(MANY, from + query.limit());
            List<Entry> page = IntStream.range(from, to)
                    .filter(i -> i % 100_000 != 7)
                    .mapToObj(i -> entry(id(i), NOON))
                    .toList();
            return new ReceiverLedger.Page(page, to < MANY ? Optional.of("" + to) : Optional.empty());
        });
        Ledger ours = new Ledger(List.of()) {
            @Override
            public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
                assertThat(limit).isLessThanOrEqualTo(Comparison.PAGE);
                int from = afterEventId.isEmpty() ? 0 : Integer.parseInt(afterEventId.substring(1)) + 1;
                return IntStream.range(from, Math.min(MANY, from + limit))
                        .mapToObj(i -> delivery(id(i)))
                        .toList();
            }
        };

        ReconcileReport report = compare(ours, all);

        assertThat(report.matched()).isEqualTo(MANY - 10);
        assertThat(report.count(Kind.MISSING)).isEqualTo(10);
        assertThat(report.examples(Kind.MISSING)).hasSize(3);
    }

    private static ReconcileReport compare(DeliveryStore ours, ReceiverLedger theirs) {
        Findings findings = new Findings(REQUEST, each -> {});
        return findings.report(new Comparison(REQUEST, ours, theirs, findings).run());
    }

    private void receive(String id, Instant at) {
        receiver.add(NORTH, entry(id, at));
    }

    private static Entry entry(String id, Instant at) {
        return new Entry(id, Optional.of("k-1"), 1, Optional.of("hash"), at);
    }

    private static Delivery delivery(String id) {
        return new Delivery(id, Optional.of("k-1"), 1, 1, "hash", NOON);
    }

    private static String id(int i) {
        return String.format("e%07d", i);
    }

    private static ReceiverLedger ledger(Reading reading) {
        return new ReceiverLedger() {
            @Override
            public String target() {
                return "erp";
            }

            @Override
            public Page read(Query query, Optional<String> cursor) throws Exception {
                return reading.of(query, cursor);
            }
        };
    }

    private interface Reading {
        ReceiverLedger.Page of(ReceiverLedger.Query query, Optional<String> cursor) throws Exception;
    }

    /** Our side, as a test says. */
    private static class Ledger implements DeliveryStore {

        final Set<String> waiting = new HashSet<>();
        final Set<String> elsewhen = new HashSet<>();
        private final List<String> ids;

        Ledger(List<String> ids) {
            this.ids = ids;
        }

        @Override
        public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
            return ids.stream()
                    .filter(id -> id.compareTo(afterEventId) > 0)
                    .limit(limit)
                    .map(ComparisonTest::delivery)
                    .toList();
        }

        @Override
        public Whereabouts find(TenantId tenant, String target, Collection<String> eventIds) {
            List<String> acknowledged = new ArrayList<>(ids);
            acknowledged.addAll(elsewhen);
            acknowledged.retainAll(eventIds);
            return new Whereabouts(Set.copyOf(acknowledged), waiting);
        }

        @Override
        public long inFlight(DeliveryWindow window) {
            return waiting.size();
        }

        @Override
        public int putBack(TenantId tenant, String target, Collection<String> eventIds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int purge(Instant before, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
