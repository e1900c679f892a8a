package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RelayLeaseTest {

    private static final RelayOptions OPTIONS = RelayOptions.defaults();

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 8, "erp");
    private final Receiver erp = new Receiver("erp");

    @Test
    @Proves("EVT-6")
    void takesOverFromAHaltedNodeAfterItsLeaseAndRepeatsOnlyWhatWasUnderWay() {
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp);
        publish(200);
        simulation.runUntil(() -> erp.seen().size() > 60, Duration.ofSeconds(5));
        first.halt();
        int delivered = erp.seen().size();
        long removed = 200 - outbox.pending();
        simulation.node("second", outbox.store, OPTIONS, 2, erp);

        simulation.run(Duration.ofSeconds(6));
        int whileLeased = erp.seen().size();
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(30));

        assertThat(whileLeased).isEqualTo(delivered);
        assertThat(new HashSet<>(erp.payloads())).hasSize(200);
        assertThat(erp.seen()).hasSizeLessThanOrEqualTo((int) (200 + delivered - removed));
        IntStream.range(0, 20)
                .forEach(key ->
                        assertThat(erp.firstTimes("k-" + key)).hasSize(10).isSorted());
    }

    @Test
    void sendsNothingOnceItsLeaseMayBeOverAndGoesOnWhenItIsRenewed() {
        Simulation.Node node = simulation.node("first", outbox.store, OPTIONS, 1, erp);
        simulation.run(Duration.ofSeconds(1));
        node.leaseHangs(true);
        simulation.run(Duration.ofSeconds(10));

        publish(50);
        simulation.run(Duration.ofSeconds(20));
        int withoutLease = erp.seen().size();
        node.leaseHangs(false);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(withoutLease).isZero();
        assertThat(erp.seen()).hasSize(50);
    }

    @Test
    void stopsAtOnceWhenAnotherNodeHasTakenTheShard() {
        AtomicBoolean unrenewed = new AtomicBoolean();
        OutboxStore busy = Intercepted.store(
                outbox.store, (method, args) -> unrenewed.get() && method.equals("lease") ? List.of() : null);
        Simulation.Node first = simulation.node("first", busy, OPTIONS, 1, erp);
        simulation.run(Duration.ofSeconds(1));
        unrenewed.set(true);
        first.ringLease();
        simulation.run(Duration.ofMillis(10));
        int whileBusy = first.parts.keeper().held().size();

        outbox.store.release("first", outbox.store.owned("first"));
        outbox.store.heartbeat("second", Duration.ofHours(1));
        outbox.store.lease("second", 8, Duration.ofHours(1));
        first.ringLease();
        simulation.run(Duration.ofMillis(10));
        publish(10);
        simulation.run(Duration.ofSeconds(1));

        assertThat(whileBusy).as("shards while they cannot be renewed").isEqualTo(8);
        assertThat(first.parts.keeper().held()).isEmpty();
        assertThat(erp.seen()).isEmpty();
    }

    @Test
    void saysThatItLeavesThoughItHoldsNothing() {
        outbox.store.heartbeat("other", Duration.ofHours(1));
        outbox.store.lease("other", 8, Duration.ofHours(1));
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp);
        simulation.run(Duration.ofSeconds(1));

        first.core.drain();
        simulation.runUntil(() -> first.parts.keeper().hasLeft(), Duration.ofSeconds(9));
        simulation.clock.advance(Duration.ofMillis(2));

        assertThat(outbox.store.heartbeat("other", Duration.ofHours(1))).isEqualTo(1);
    }

    @Test
    void doesNotSendWhatWasQueuedWhenTheLeaseEnds() {
        Simulation.Node paused = simulation.node("paused", outbox.store, OPTIONS, 1, erp);
        simulation.run(Duration.ofSeconds(1));
        publish(200);
        simulation.runUntil(() -> erp.seen().size() > 20, Duration.ofSeconds(5));
        simulation.nodes.remove(paused);
        simulation.node("second", outbox.store, OPTIONS, 2, erp);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(30));
        int done = erp.seen().size();

        simulation.nodes.add(paused);
        simulation.run(Duration.ofSeconds(30));

        assertThat(erp.seen()).as("the paused node wakes with work in hand").hasSize(done);
        assertThat(erp.seen()).extracting(OutboundEvent::epoch).contains(1L, 2L);
    }

    @Test
    void sharesTheShardsOnceASecondNodeLives() {
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp);
        simulation.run(Duration.ofSeconds(5));
        int alone = first.core.health().shards();
        Simulation.Node second = simulation.node("second", outbox.store, OPTIONS, 2, erp);

        publish(100);
        simulation.run(Duration.ofSeconds(10));
        publish(100);
        simulation.run(Duration.ofSeconds(10));

        assertThat(alone).isEqualTo(8);
        assertThat(List.of(first.core.health().shards(), second.core.health().shards()))
                .containsExactly(4, 4);
        assertThat(outbox.pending()).isZero();
        assertThat(erp.seen())
                .as("nothing is sent twice when shards change hands in good order")
                .hasSize(200);
    }

    @Test
    void goesOnWithTheAttemptsOfTheFormerOwner() {
        erp.answers(event -> event.attempt() < 6 ? DeliveryOutcome.retry("down") : DeliveryOutcome.delivered());
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp);
        outbox.publish("k-1", 1);
        simulation.runUntil(() -> erp.seen().size() == 3, Duration.ofSeconds(10));
        simulation.run(Duration.ofMillis(20));
        first.halt();

        simulation.node("second", outbox.store, OPTIONS, 2, erp);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.seen()).extracting(OutboundEvent::attempt).endsWith(4, 5, 6);
        assertThat(erp.seen()).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void handsItsShardsOverInLessThanAPollWhenItCloses() {
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp);
        Simulation.Node second = simulation.node("second", outbox.store, OPTIONS, 2, erp);
        simulation.runUntil(
                () -> first.core.health().shards() == 4 && second.core.health().shards() == 4, Duration.ofSeconds(20));
        erp.answers(event -> DeliveryOutcome.retry("busy"));
        publish(50);
        simulation.run(Duration.ofMillis(100));
        erp.answers(event -> DeliveryOutcome.delivered());

        first.core.drain();
        first.ringLease();
        simulation.runUntil(
                () -> {
                    first.ringLease();
                    return first.parts.keeper().hasLeft();
                },
                Duration.ofSeconds(5));
        long gaveBack = simulation.clock.getAsLong();
        simulation.runUntil(() -> second.core.health().shards() == 8, Duration.ofSeconds(10));
        long took = simulation.clock.getAsLong();
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(30));

        assertThat(Duration.ofNanos(took - gaveBack)).isLessThanOrEqualTo(OPTIONS.pollMax());
    }

    @Test
    void drainsAndGivesEverythingBackAtOnce() {
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp);
        publish(100);
        simulation.runUntil(() -> erp.seen().size() > 20, Duration.ofSeconds(5));

        first.core.drain();
        first.ringLease();
        simulation.runUntil(first.core::isDrained, Duration.ofSeconds(1));
        first.ringLease();
        simulation.run(Duration.ofMillis(10));
        long left = outbox.pending();
        simulation.node("second", outbox.store, OPTIONS, 2, erp);
        simulation.run(Duration.ofSeconds(3));

        assertThat(first.parts.keeper().hasLeft()).isTrue();
        assertThat(left).isPositive();
        assertThat(outbox.pending()).isZero();
        assertThat(erp.seen()).hasSize(100);
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            outbox.publish(Outbox.NORTH, Outbox.keyed("k-" + i % 20, i));
        }
    }
}
