package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Transports that take several events in one call. */
@Proves("EVT-4")
final class RelayBatchTest {

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "log");
    private final Log log = new Log();

    @Test
    void callsWithSeveralEventsOfWhichNoTwoAreOfOneStream() {
        publish(20, 5);
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, log);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(log.calls)
                .allSatisfy(call -> assertThat(call)
                        .hasSizeLessThanOrEqualTo(8)
                        .extracting(event -> event.key().orElseThrow())
                        .doesNotHaveDuplicates());
        assertThat(log.calls).anySatisfy(call -> assertThat(call).hasSize(8));
        for (int key = 0; key < 20; key++) {
            assertThat(log.seqs("k-" + key)).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void takesEachEventsOwnOutcome() {
        log.answer = call -> call.stream()
                .map(event -> event.key().orElseThrow().equals("k-3") && event.attempt() < 3
                        ? DeliveryOutcome.retry("down")
                        : event.key().orElseThrow().equals("k-4")
                                ? DeliveryOutcome.refused("422")
                                : DeliveryOutcome.delivered())
                .toList();
        publish(8, 2);
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, log);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(30));

        assertThat(log.seqs("k-3")).containsExactly(1L, 1L, 1L, 2L, 2L, 2L);
        assertThat(log.seqs("k-4")).containsExactly(1L);
        assertThat(log.seqs("k-5")).containsExactly(1L, 2L);
        assertThat(outbox.parked()).isEqualTo(2);
    }

    @Test
    void triesAllAgainWhenOutcomesAreMissing() {
        List<Function<List<OutboundEvent>, List<DeliveryOutcome>>> answers = new ArrayList<>(List.of(
                call -> null,
                call -> List.of(),
                call -> {
                    throw new IllegalStateException("broken");
                },
                call -> new ArrayList<>(java.util.Collections.nCopies(call.size(), null))));
        log.answer = call ->
                answers.isEmpty() ? Log.takeAll(call) : answers.remove(0).apply(call);
        publish(4, 1);
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, log);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(30));

        assertThat(outbox.parked()).isZero();
        assertThat(log.calls).hasSizeGreaterThan(4);
        assertThat(log.calls.get(0)).extracting(OutboundEvent::attempt).containsOnly(1);
        assertThat(log.calls.stream().flatMap(List::stream))
                .extracting(OutboundEvent::attempt)
                .contains(2, 3);
    }

    @Test
    void callsForNothingUnderALeaseThatIsOver() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, log);
        simulation.run(Duration.ofSeconds(1));
        node.leaseHangs(true);
        simulation.run(Duration.ofSeconds(10));

        publish(8, 1);
        simulation.run(Duration.ofSeconds(5));

        assertThat(log.calls).isEmpty();
    }

    private void publish(int keys, int each) {
        for (int i = 0; i < keys * each; i++) {
            outbox.publish(Outbox.NORTH, Outbox.keyed("k-" + i % keys, i));
        }
    }

    /** Takes eight events at once. */
    private static final class Log implements EventTransport {

        private static List<DeliveryOutcome> takeAll(List<OutboundEvent> call) {
            return call.stream().map(event -> DeliveryOutcome.delivered()).toList();
        }

        private final List<List<OutboundEvent>> calls = new ArrayList<>();
        private Function<List<OutboundEvent>, List<DeliveryOutcome>> answer = Log::takeAll;

        @Override
        public String target() {
            return "log";
        }

        @Override
        public int batchSize() {
            return 8;
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) {
            throw new AssertionError("one at a time");
        }

        @Override
        public List<DeliveryOutcome> deliverAll(List<OutboundEvent> events) {
            calls.add(events);
            return answer.apply(events);
        }

        private List<Long> seqs(String key) {
            return calls.stream()
                    .flatMap(List::stream)
                    .filter(event -> event.key().orElseThrow().equals(key))
                    .map(OutboundEvent::seq)
                    .toList();
        }
    }
}
