package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second node comes while calls of the first one's shards hang. */
@Proves("EVT-6")
final class RelayHandOverTest {

    private static final RelayOptions OPTIONS =
            RelayOptions.builder().sendTimeout(Duration.ofSeconds(20)).build();
    private static final Duration PAUSE = Duration.ofMillis(60);
    private static final int BURST = 3;

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 8, "erp", "crm");
    private final Hanging erp = new Hanging();
    private final Timed crm = new Timed();
    private final Map<Integer, Long> published = new HashMap<>();

    @BeforeEach
    void hang() {
        simulation.hanging.add("erp");
        simulation.longestCalls.put("crm", 60_000_000L);
        erp.hangs = true;
    }

    @Test
    void keepsTheOtherTargetsOfAShardMovingUntilItCanBeGivenBack() {
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp, crm);
        publishFor(Duration.ofSeconds(3));

        handsOver(first);
    }

    @Test
    void doesSoForCallsThatBeganBeforeTheShardsChanged() {
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp, crm);
        crm.refuses = true;
        for (int key = 0; key < 40; key++) {
            outbox.publish(
                    Outbox.NORTH,
                    ErpEvent.builder("claim.submitted", "1")
                            .key("bad-" + key)
                            .target("crm")
                            .build());
        }
        simulation.runUntil(() -> outbox.parked() == 40, Duration.ofSeconds(10));
        crm.refuses = false;
        publishFor(Duration.ofSeconds(3));
        outbox.replayAll();
        first.ringLease();
        simulation.run(Duration.ofSeconds(2));

        handsOver(first);
    }

    private void handsOver(Simulation.Node first) {
        Simulation.Node second = simulation.node("second", outbox.store, OPTIONS, 2, erp, crm);

        publishFor(Duration.ofSeconds(15));
        int heldMeanwhile = first.core.health().shards();
        erp.hangs = false;
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(heldMeanwhile).as("calls hang in shards that are too many").isGreaterThan(4);
        assertThat(crm.longest()).isLessThan(OPTIONS.pollMax().multipliedBy(2));
        assertThat(List.of(first.core.health().shards(), second.core.health().shards()))
                .containsExactly(4, 4);
        assertThat(crm.events).doesNotHaveDuplicates().hasSize(published.size());
        assertThat(new HashSet<>(erp.events)).hasSize(published.size());
    }

    @Test
    void staysWithTheLanesOfSlowCallsWhenTheOtherNodeGoesAgain() {
        Simulation.Node first = simulation.node("first", outbox.store, OPTIONS, 1, erp, crm);
        publishFor(Duration.ofSeconds(1));
        Simulation.Node second = simulation.node("second", outbox.store, OPTIONS, 2, erp, crm);
        publishFor(Duration.ofSeconds(2));
        second.halt();
        simulation.runUntil(() -> first.parts.keeper().nodes() == 1, Duration.ofSeconds(12));
        int held = first.core.health().shards();

        erp.hangs = false;
        simulation.runUntil(
                () -> {
                    assertThat(first.core.health().shards()).isGreaterThanOrEqualTo(held);
                    return outbox.pending() == 0;
                },
                Duration.ofMinutes(2));

        assertThat(held).isGreaterThan(4);
        assertThat(first.core.health().shards()).isEqualTo(8);
    }

    private void publishFor(Duration time) {
        long end = simulation.clock.getAsLong() + time.toNanos();
        while (simulation.clock.getAsLong() < end) {
            String key = "k-" + published.size() / BURST % 20;
            for (int i = 0; i < BURST; i++) {
                int number = published.size();
                published.put(number, simulation.clock.getAsLong());
                outbox.publish(Outbox.NORTH, Outbox.keyed(key, number));
            }
            simulation.nodes.forEach(node -> node.wakes.signal());
            simulation.run(PAUSE);
        }
    }

    private static final class Hanging implements EventTransport {

        private final List<String> events = new ArrayList<>();
        private boolean hangs;

        @Override
        public String target() {
            return "erp";
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) throws InterruptedException {
            Strand.hang(() -> !hangs, true);
            events.add(event.eventId());
            return DeliveryOutcome.delivered();
        }
    }

    /** Takes everything, and remembers when. */
    private final class Timed implements EventTransport {

        private final List<String> events = new ArrayList<>();
        private boolean refuses;
        private long longest;

        @Override
        public String target() {
            return "crm";
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) {
            if (refuses) {
                return DeliveryOutcome.refused("422");
            }
            if (event.key().orElseThrow().startsWith("bad-")) {
                return DeliveryOutcome.delivered();
            }
            String text = new String(event.payload().bytes(), StandardCharsets.UTF_8);
            int number =
                    Integer.parseInt(text.substring(text.lastIndexOf('-') + 1).replace("\"", ""));
            longest = Math.max(longest, simulation.clock.getAsLong() - published.get(number));
            events.add(event.eventId());
            return DeliveryOutcome.delivered();
        }

        private Duration longest() {
            return Duration.ofNanos(longest);
        }
    }
}
