package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whole relays, on one thread and a clock that jumps: commits out of the order of their ids, a store that loses
 * answers, leases that run out and change owner, and targets that are well, slow, flaky, refusing and unusable. At each
 * target a key's events are first taken in the order of their commits, none is missing, and none comes again without a
 * reason. Every turn of a node is a step; {@code -Dinlay.relay.steps} says how many, {@code -Dinlay.relay.seed} which.
 */
@Proves({"EVT-2", "EVT-3"})
final class RelayPropertyTest {

    private static final long STEPS = Long.getLong("inlay.relay.steps", 300_000) / 10;
    private static final long SEED = Long.getLong("inlay.relay.seed", System.nanoTime() & 0xffff);
    private static final List<String> TARGETS = List.of("well", "flaky", "unusable");
    private static final int KEYS = 12;
    private static final int TENANTS = 4;
    private static final RelayOptions OPTIONS = RelayOptions.builder()
            .retry(4, Duration.ofMillis(50), Duration.ofSeconds(1))
            .inFlight(12, 6)
            .buffer(40, 150)
            .target(
                    "flaky",
                    TargetPolicy.builder()
                            .mostInFlight(5)
                            .mostInFlightPerTenant(2)
                            .build())
            .target(
                    "unusable",
                    TargetPolicy.builder()
                            .pauses(Duration.ofMillis(200), Duration.ofSeconds(1))
                            .build())
            .build();

    private final Random random = new Random(SEED);
    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 4, TARGETS.toArray(String[]::new));
    private final OutboxStore flaky = FlakyStore.around(outbox.store, random, 0.01);
    private final List<EventTransport> receivers = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final long[] committed = new long[KEYS];
    private final Map<String, TreeMap<Long, Integer>> taken = new HashMap<>();
    private boolean healed;
    private int takeOvers;
    private long repeats;

    @Test
    void keepsOrderAndLosesNothingWhateverHappens() {
        TARGETS.forEach(target -> receivers.add(receiver(target)));
        Simulation.Node current = node(0);
        node(1);
        long steps = 0;
        for (int nodes = 2; steps < STEPS; ) {
            commitSome();
            steps += simulation.steps(Duration.ofMillis(1 + random.nextInt(10)));
            if (random.nextInt(60) == 0) {
                outbox.parked(3).forEach(outbox::replay);
            }
            if (random.nextInt(3_000) == 0) {
                current.halt();
                simulation.nodes.remove(current);
                takeOvers++;
                current = node(nodes++);
            }
            while (random.nextInt(50) == 0 && outbox.pending() > 400) {
                steps += simulation.steps(Duration.ofMillis(200));
            }
        }
        healed = true;
        List.copyOf(open).forEach(this::commit);
        for (int round = 0; round < 2_000 && isUnfinished(); round++) {
            simulation.run(Duration.ofSeconds(1));
        }

        assertThat(isUnfinished()).as("something is left, seed %s", SEED).isFalse();
        for (String target : TARGETS) {
            for (int key = 0; key < KEYS; key++) {
                TreeMap<Long, Integer> times = taken.getOrDefault(target + "/k-" + key, new TreeMap<>());
                assertThat(times).as("%s, key %s, seed %s", target, key, SEED).hasSize((int) committed[key]);
            }
        }
        assertThat(repeats).as("repeats without a reason, seed %s", SEED).isLessThanOrEqualTo(allowedRepeats());
    }

    private boolean isUnfinished() {
        outbox.replayAll();
        return outbox.pending() > 0 || outbox.parked() > 0;
    }

    /** What may have been under way when a node was killed, or was not removed yet. */
    private long allowedRepeats() {
        return takeOvers * 600L;
    }

    private Simulation.Node node(int number) {
        return simulation.node(
                "node-" + number, flaky, OPTIONS, SEED + number, receivers.toArray(EventTransport[]::new));
    }

    private EventTransport receiver(String target) {
        return new EventTransport() {
            @Override
            public String target() {
                return target;
            }

            @Override
            public DeliveryOutcome deliver(OutboundEvent event) {
                return answer(target, event);
            }
        };
    }

    private DeliveryOutcome answer(String target, OutboundEvent event) {
        int dice = healed ? 0 : random.nextInt(100);
        if (target.equals("flaky") && dice >= 60) {
            return dice < 80
                    ? DeliveryOutcome.retry("down")
                    : dice < 90
                            ? DeliveryOutcome.notAttempted("breaker open", Duration.ofMillis(30))
                            : DeliveryOutcome.refused("422");
        }
        if (target.equals("unusable") && dice >= 97) {
            return DeliveryOutcome.targetUnusable("401");
        }
        take(target, event);
        return DeliveryOutcome.delivered();
    }

    /** A receiver that checks the sequence: the next one, or one that it has already. */
    private void take(String target, OutboundEvent event) {
        TreeMap<Long, Integer> times =
                taken.computeIfAbsent(target + "/" + event.key().orElseThrow(), k -> new TreeMap<>());
        long last = times.isEmpty() ? 0 : times.lastKey();
        assertThat(event.seq())
                .as("%s after %s at %s, seed %s", event.key(), last, target, SEED)
                .isLessThanOrEqualTo(last + 1);
        if (times.merge(event.seq(), 1, Integer::sum) > 1) {
            repeats++;
        }
    }

    /** Up to four transactions stay open, and are committed in any order. */
    private void commitSome() {
        int key = random.nextInt(KEYS);
        if (open.stream().noneMatch(other -> other.key == key)) {
            Connection tx = outbox.begin();
            int events = 1 + random.nextInt(3);
            for (int i = 0; i < events; i++) {
                TARGETS.forEach(target -> outbox.append(tx, TenantId.of("t-" + key % TENANTS), event(target, key)));
            }
            open.add(new Open(tx, key, events));
        }
        if (open.size() > 4) {
            commit(open.get(random.nextInt(open.size())));
        }
    }

    private static ErpEvent event(String target, int key) {
        return ErpEvent.builder("claim.submitted", "1")
                .key("k-" + key)
                .target(target)
                .build();
    }

    private void commit(Open one) {
        open.remove(one);
        Outbox.commit(one.tx);
        committed[one.key] += one.events;
    }

    private record Open(Connection tx, int key, int events) {}
}
