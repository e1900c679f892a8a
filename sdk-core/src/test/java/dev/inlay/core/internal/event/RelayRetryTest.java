package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.ParkedEvent;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Proves("EVT-4")
final class RelayRetryTest {

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 2, "erp");
    private final Receiver erp = new Receiver("erp");
    private Simulation.Node node;

    @BeforeEach
    void start() {
        node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
    }

    @Test
    void deliversTheEventsOfAKeyInOrder() {
        outbox.publish("c-1", 20);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(erp.firstTimes("c-1")).hasSize(20).isSorted();
        assertThat(erp.seen()).hasSize(20);
        assertThat(erp.seen()).extracting(OutboundEvent::attempt).containsOnly(1);
    }

    @Test
    void triesAgainWithGrowingWaitsAndCountsTheAttempts() {
        List<Long> times = new ArrayList<>();
        erp.answers(event -> {
            times.add(simulation.clock.getAsLong());
            return event.attempt() < 5 ? DeliveryOutcome.retry("down") : DeliveryOutcome.delivered();
        });
        outbox.publish("c-1", 2);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.seen()).extracting(OutboundEvent::attempt).containsExactly(1, 2, 3, 4, 5, 1, 2, 3, 4, 5);
        assertThat(erp.firstTimes("c-1")).containsExactly(1L, 2L);
        assertThat(outbox.store.retries(0)).isEmpty();
        assertThat(outbox.store.retries(1)).isEmpty();
        assertThat(times).isSorted();
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        List<Long> times = new ArrayList<>();
        erp.answers(event -> {
            times.add(simulation.clock.getAsLong());
            return times.size() == 1
                    ? DeliveryOutcome.retry("busy", Duration.ofSeconds(90))
                    : DeliveryOutcome.delivered();
        });
        outbox.publish("c-1", 1);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(5));

        assertThat(times.get(1) - times.get(0))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(90).toNanos());
    }

    @Test
    void parksTheWholeStreamAfterTheLastAttempt() {
        erp.answers(event -> event.key().equals(java.util.Optional.of("bad"))
                ? DeliveryOutcome.retry("down")
                : DeliveryOutcome.delivered());
        outbox.publish("bad", 3);
        outbox.publish("good", 3);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofHours(1));

        assertThat(outbox.parked()).isEqualTo(3);
        assertThat(erp.firstTimes("good")).containsExactly(1L, 2L, 3L);
        assertThat(erp.seen().stream().filter(e -> e.seq() == 1 && e.key().get().equals("bad")))
                .hasSize(10);
        assertThat(erp.firstTimes("bad")).containsExactly(1L);
        assertThat(outbox.parked(10).get(0).reason()).isEqualTo("10 attempts failed, the last one: down");
    }

    @Test
    @Proves("EVT-5")
    void parksLaterEventsBehindAParkedOneAndReplaysThemInOrder() {
        erp.answers(event -> DeliveryOutcome.refused("422"));
        outbox.publish("c-1", 2);
        simulation.runUntil(() -> outbox.parked() == 2, Duration.ofSeconds(10));
        erp.answers(event -> DeliveryOutcome.delivered());
        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.parked() == 5, Duration.ofSeconds(10));
        int before = erp.seen().size();

        long moved = outbox.replay(outbox.parked(10).get(3));
        node.ringLease();
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(moved).isEqualTo(5);
        assertThat(before).isEqualTo(1);
        assertThat(erp.seen().stream().skip(before))
                .extracting(OutboundEvent::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(outbox.parked()).isZero();
    }

    @Test
    void replaysBehindTheBackOfARelayThatOnlyItsLeaseTells() {
        erp.answers(event -> DeliveryOutcome.refused("422"));
        outbox.publish("c-1", 1);
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(10));
        erp.answers(event -> DeliveryOutcome.delivered());

        outbox.replay(outbox.parked(10).get(0));
        outbox.publish("c-1", 2);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(outbox.parked()).isZero();
        assertThat(erp.seen()).extracting(OutboundEvent::seq).containsExactly(1L, 1L, 2L, 3L);
    }

    @Test
    void beginsAShardAnewOnceASecondHoweverOftenSomethingIsPutBackInIt() {
        AtomicInteger opened = new AtomicInteger();
        OutboxStore counting = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("parkedStreams")) {
                opened.incrementAndGet();
            }
            return null;
        });
        simulation.nodes.clear();
        Simulation.Node only = simulation.node("b", counting, RelayOptions.defaults(), 2, erp);
        erp.answers(event -> event.key().isEmpty() ? DeliveryOutcome.refused("422") : DeliveryOutcome.delivered());
        for (int i = 0; i < 100; i++) {
            outbox.publish(Outbox.NORTH, Outbox.loose(i));
        }
        simulation.runUntil(() -> outbox.parked() == 100, Duration.ofSeconds(30));
        erp.answers(event -> DeliveryOutcome.delivered());
        int before = opened.get();

        for (ParkedEvent parked : outbox.parked(100)) {
            outbox.replay(parked);
            only.ringLease();
            simulation.run(Duration.ofMillis(20));
        }
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(2));

        assertThat(opened.get() - before).as("in about 2 s").isBetween(1, 4);
        assertThat(outbox.parked()).isZero();
    }

    @Test
    void parksAnEventWithoutAKeyAlone() {
        erp.answers(event -> event.seq() == 0
                        && erp.payloads().get(erp.payloads().size() - 1).equals("\"loose-2\"")
                ? DeliveryOutcome.refused("422")
                : DeliveryOutcome.delivered());
        for (int i = 1; i <= 3; i++) {
            outbox.publish(Outbox.NORTH, Outbox.loose(i));
        }

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(outbox.parked(10)).hasSize(1);
        assertThat(erp.payloads()).containsExactlyInAnyOrder("\"loose-1\"", "\"loose-2\"", "\"loose-3\"");
    }

    @Test
    void usesUpNoAttemptWhenNothingWasTried() {
        erp.answers(event -> erp.seen().size() < 30
                ? DeliveryOutcome.notAttempted("breaker open", Duration.ofSeconds(1))
                : DeliveryOutcome.delivered());
        outbox.publish("c-1", 1);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.seen()).hasSize(30).extracting(OutboundEvent::attempt).containsOnly(1);
        assertThat(outbox.parked()).isZero();
    }

    @Test
    void pausesATargetThatTakesNothingAndThenTriesASingleEvent() {
        boolean[] usable = {false};
        erp.answers(event -> usable[0] ? DeliveryOutcome.delivered() : DeliveryOutcome.targetUnusable("401"));
        for (int i = 1; i <= 10; i++) {
            outbox.publish("c-" + i, 1);
        }

        simulation.run(Duration.ofSeconds(29));
        int first = erp.seen().size();
        Object reason = node.core.health().paused().get("erp");
        simulation.run(Duration.ofSeconds(30));
        int second = erp.seen().size();
        usable[0] = true;
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(first).isBetween(1, 10);
        assertThat(reason).isEqualTo("401");
        assertThat(second).isEqualTo(first + 1);
        assertThat(erp.seen()).extracting(OutboundEvent::attempt).containsOnly(1);
        assertThat(outbox.parked()).isZero();
        assertThat(node.core.health().paused()).isEmpty();
    }

    @Test
    void doesNotLetOneTargetHoldUpAnother() {
        Outbox both = new Outbox(simulation.clock, 2, "erp", "webhook");
        Receiver webhook = new Receiver("webhook");
        simulation.nodes.clear();
        simulation.node("a", both.store, RelayOptions.defaults(), 1, erp, webhook);
        erp.answers(event -> DeliveryOutcome.retry("down"));

        both.publish("c-1", 50);
        simulation.runUntil(() -> webhook.seen().size() == 50, Duration.ofSeconds(5));

        assertThat(webhook.firstTimes("c-1")).hasSize(50).isSorted();
        assertThat(erp.firstTimes("c-1")).containsExactly(1L);
    }
}
