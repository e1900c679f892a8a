package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.core.internal.event.SimulatedReceiver.Temper;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Whole relays, on one thread at a time and a clock that jumps, in worlds that are drawn: commits out of the order of
 * their ids, delayed events, a store that loses answers, nodes that are killed, targets that are slow, flaky, refusing,
 * unusable, silent for a while or for good, tenants with weights and caps. At each target a key's events are first
 * taken in the order of their commits, none is missing, and none comes again without a reason; no cap is exceeded; and
 * while another target is dead, everything for one that is usable is taken within 20 s of the last commit, or a minute
 * where it takes its time. Every turn of a node is a step; this does 3 of 10 of {@code -Dinlay.relay.steps}, and begins
 * with {@code -Dinlay.relay.seed}.
 */
@Proves({"EVT-2", "EVT-3"})
final class RelayPropertyTest {

    private static final long STEPS = Long.getLong("inlay.relay.steps", 2_000_000) * 3 / 10;
    private static final long SEED = Long.getLong("inlay.relay.seed", System.nanoTime() & 0xffff);
    private static final long STEPS_PER_WORLD = 10_000;
    private static final long REPEATS_PER_TAKE_OVER = 100;

    @Test
    void keepsOrderAndLosesNothingWhateverHappens() {
        long seed = SEED;
        long handOvers = 0;
        for (long steps = 0; steps < STEPS; seed++) {
            RelayWorld world = new RelayWorld(seed);
            try {
                steps += world.live(STEPS_PER_WORLD);
                becomesServedThoughOthersAreDead(world);
                becomesComplete(world);
                handOvers += world.handOvers();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dinlay.relay.seed=" + seed + ": " + e.getMessage() + ", " + world, e);
            }
        }
        assertThat(handOvers).isGreaterThan(STEPS / 100_000);
    }

    private static void becomesServedThoughOthersAreDead(RelayWorld world) {
        for (SimulatedReceiver receiver : world.receivers) {
            if (receiver.temper().isUsable()) {
                Duration atMost = Duration.ofSeconds(receiver.temper() == Temper.WELL ? 20 : 60);
                world.simulation.runUntil(() -> world.isServed(receiver), atMost);
            }
        }
    }

    private static void becomesComplete(RelayWorld world) {
        world.receivers.forEach(SimulatedReceiver::heal);
        world.simulation.runUntil(world::isEmpty, Duration.ofHours(1));

        assertThat(world.receivers).allMatch(world::isComplete);
        long repeats =
                world.receivers.stream().mapToLong(SimulatedReceiver::repeats).sum();
        long reasons =
                world.receivers.stream().mapToLong(SimulatedReceiver::reasons).sum();
        assertThat(repeats)
                .as(
                        "repeats, of which %s have a reason; %s nodes were killed, which knew of %s",
                        reasons, world.takeOvers(), world.forgotten())
                .isLessThanOrEqualTo(reasons + world.forgotten() + world.takeOvers() * REPEATS_PER_TAKE_OVER);
    }
}
