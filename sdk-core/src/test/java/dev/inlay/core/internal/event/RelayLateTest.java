package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Transports that answer when they were given up already; time goes on while a call hangs. */
@Proves("EVT-4")
final class RelayLateTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WHILE = Duration.ofSeconds(70);
    private static final RelayOptions PATIENT =
            RelayOptions.builder().retry(10, HOUR, HOUR).build();
    private static final RelayOptions ONE_ATTEMPT =
            RelayOptions.builder().retry(1, HOUR, HOUR).build();

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");
    private final List<DeliveryOutcome> later = new ArrayList<>();

    @Test
    void takesALateDeliveryWhileTheEventWaitsForItsNextAttempt() {
        simulation.node("a", outbox.store, PATIENT, 1, erp);
        firstCall(() -> simulation.run(WHILE));

        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(2));

        assertThat(sent()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesALateDeliveryOfAnEventWithoutAKey() {
        simulation.node("a", outbox.store, PATIENT, 1, erp);
        firstCall(() -> simulation.run(WHILE));

        outbox.publish(Outbox.NORTH, Outbox.loose(1));
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(2));

        assertThat(erp.seen()).hasSize(1);
    }

    @Test
    void takesALateDeliveryWhileTheEventIsOnItsWayAgainWhateverElseThatAnswers() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        later.add(DeliveryOutcome.retry("down", HOUR));
        firstCall(() -> untilOnItsWayAgain(node));

        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(3));

        assertThat(sent()).containsExactly(1L, 1L, 2L, 3L);
        assertThat(outbox.parked()).isZero();
    }

    @Test
    void parksWhatIsRefusedWhenItIsSentAgain() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        later.add(DeliveryOutcome.refused("422"));
        firstCall(() -> untilOnItsWayAgain(node));

        outbox.publish("c-1", 2);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(3));

        assertThat(sent()).containsExactly(1L, 1L);
        assertThat(outbox.parked()).isEqualTo(2);
    }

    @Test
    void removesOnceWhatWasTakenTwice() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        firstCall(() -> {
            untilOnItsWayAgain(node);
            simulation.runUntil(() -> outbox.pending() == 0, WHILE);
        });

        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(3));
        simulation.run(Duration.ofSeconds(5));

        assertThat(sent()).containsExactly(1L, 1L, 2L, 3L);
        assertThat(node.core.health().unacknowledged()).isZero();
    }

    @Test
    void doesNotParkWhatWasTakenBeforeTheParkingWasWritten() {
        AtomicInteger tried = new AtomicInteger();
        OutboxStore down = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("park")) {
                tried.incrementAndGet();
                throw new StoreException("store.failed", true, "not now", null);
            }
            return null;
        });
        simulation.node("a", down, ONE_ATTEMPT, 1, erp);
        firstCall(() -> simulation.runUntil(() -> tried.get() > 0, WHILE));

        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(2));

        assertThat(sent()).containsExactly(1L, 2L, 3L);
        assertThat(outbox.parked()).isZero();
    }

    @Test
    void leavesWhatIsParkedAlready() {
        simulation.node("a", outbox.store, ONE_ATTEMPT, 1, erp);
        firstCall(() -> simulation.runUntil(() -> outbox.parked() == 2, WHILE));

        outbox.publish("c-1", 2);
        simulation.runUntil(() -> outbox.parked() == 2, WHILE.multipliedBy(2));
        simulation.run(Duration.ofSeconds(5));

        assertThat(sent()).containsExactly(1L);
        assertThat(outbox.parked()).isEqualTo(2);
    }

    @Test
    void takesALateDeliveryThoughTheWorkOnItsShardBeganAnewMeanwhile() {
        simulation.node("a", outbox.store, PATIENT, 1, erp);
        erp.answers(event -> DeliveryOutcome.refused("422"));
        outbox.publish("bad", 1);
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(10));
        firstCall(() -> {
            simulation.run(WHILE);
            outbox.replay(outbox.parked(10).get(0));
            simulation.run(Duration.ofSeconds(10));
        });

        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(2));

        assertThat(sent("c-1")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void removesWhatAShardThatIsGoneLeftBehind() {
        Simulation.Node node = simulation.node("a", outbox.store, PATIENT, 1, erp);
        firstCall(() -> {
            simulation.run(WHILE);
            losesItsShard(node);
        });

        outbox.publish("c-1", 1);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(2));

        assertThat(sent()).containsExactly(1L);
    }

    @Test
    void removesWithItTheRetryThatWhoeverHasTheShardNowMayHaveKept() {
        List<Boolean> retried = new ArrayList<>();
        OutboxStore watched = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("delivered")) {
                ((List<?>) args[0]).forEach(one -> retried.add(((Acknowledged) one).retried()));
            }
            return null;
        });
        Simulation.Node node = simulation.node("a", watched, PATIENT, 1, erp);
        firstCall(() -> losesItsShard(node));

        outbox.publish("c-1", 1);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE);

        assertThat(retried).containsExactly(true);
    }

    @Test
    void letsAStuckCallTakeNoProbesPlace() {
        Simulation.Node node = simulation.node("a", outbox.store, PATIENT, 1, erp);
        later.add(DeliveryOutcome.targetUnusable("401"));
        firstCall(() -> {
            simulation.runUntil(() -> node.core.health().stuck() == 1, WHILE);
            outbox.publish("c-2", 3);
            simulation.runUntil(() -> sent("c-2").size() == 4, WHILE);
        });

        outbox.publish("c-1", 1);
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(3));

        assertThat(sent("c-2")).containsExactly(1L, 1L, 2L, 3L);
    }

    @Test
    void letsStuckCallsTakeNoMorePlacesThanTheTargetHas() {
        RelayOptions two =
                RelayOptions.builder().retry(10, HOUR, HOUR).inFlight(2, 2).build();
        Simulation.Node node = simulation.node("a", outbox.store, two, 1, erp);
        List<Map<String, Integer>> seen = new ArrayList<>();
        erp.answers(event -> {
            int calls = erp.seen().size();
            if (calls <= 2) {
                simulation.runUntil(() -> node.core.health().stuck() == calls, WHILE.multipliedBy(2));
            }
            if (calls == 2) {
                outbox.publish("c-3", 1);
                simulation.run(Duration.ofSeconds(10));
                seen.add(node.core.health().stuckAt());
            }
            return DeliveryOutcome.delivered();
        });

        outbox.publish("c-1", 1);
        outbox.publish("c-2", 1);
        simulation.runUntil(() -> !seen.isEmpty(), WHILE.multipliedBy(3));
        int whileStuck = erp.seen().size();
        simulation.runUntil(() -> outbox.pending() == 0, WHILE.multipliedBy(3));

        assertThat(whileStuck).isEqualTo(2);
        assertThat(seen).containsExactly(Map.of("erp", 2));
        assertThat(node.core.health().stuckAt()).isEmpty();
    }

    private void losesItsShard(Simulation.Node node) {
        node.leaseHangs(true);
        simulation.run(Duration.ofSeconds(15));
        outbox.store.lease("b", 1, HOUR);
        node.leaseHangs(false);
        simulation.run(Duration.ofSeconds(10));
    }

    private void untilOnItsWayAgain(Simulation.Node node) {
        simulation.runUntil(
                () -> node.core.health().stuck() == 1 && node.core.health().inFlight() == 1, WHILE);
    }

    /** The first call hangs while this happens, and says then that the receiver has the event. */
    private void firstCall(Runnable meanwhile) {
        int before = erp.seen().size();
        erp.answers(event -> {
            if (erp.seen().size() == before + 1) {
                meanwhile.run();
                return DeliveryOutcome.delivered();
            }
            return later.isEmpty() ? DeliveryOutcome.delivered() : later.remove(0);
        });
    }

    private List<Long> sent() {
        return erp.seen().stream().map(OutboundEvent::seq).toList();
    }

    private List<Long> sent(String key) {
        return erp.seen().stream()
                .filter(event -> event.key().orElseThrow().equals(key))
                .map(OutboundEvent::seq)
                .toList();
    }
}
