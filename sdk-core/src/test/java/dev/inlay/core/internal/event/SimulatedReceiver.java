package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A receiver with a temper, which ends when it is healed. Checks that each key's events are first taken in order and
 * without a gap, and counts what comes again, and how often there was a reason for that.
 */
final class SimulatedReceiver implements EventTransport {

    private final String target;
    private final Temper temper;
    private final Simulation simulation;
    private final Random random;
    private final Map<String, Long> lastOfKey = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private boolean healed;
    private long repeats;
    private long reasons;

    SimulatedReceiver(String target, Temper temper, Simulation simulation, Random random) {
        this.target = target;
        this.temper = temper;
        this.simulation = simulation;
        this.random = random;
        if (temper == Temper.SLOW) {
            simulation.longestCalls.put(target, 150_000_000L);
        } else if (temper.hangs) {
            simulation.hanging.add(target);
        }
    }

    @Override
    public String target() {
        return target;
    }

    Temper temper() {
        return temper;
    }

    int taken() {
        return taken.size();
    }

    long lastOf(String key) {
        return lastOfKey.getOrDefault(key, 0L);
    }

    long repeats() {
        return repeats;
    }

    long reasons() {
        return reasons;
    }

    void heal() {
        healed = true;
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) throws InterruptedException {
        simulation.clock.advance(Duration.ofNanos(random.nextInt(20_000)));
        int dice = healed ? 100 : random.nextInt(100);
        if (dice >= temper.trouble) {
            take(event);
            return DeliveryOutcome.delivered();
        }
        return switch (temper) {
            case WELL, SLOW -> throw new IllegalStateException("has no trouble");
            case FLAKY -> flaky(event, dice);
            case MOODY, CLOSED -> DeliveryOutcome.targetUnusable("401");
            case SILENT, DEAF -> hang(event);
        };
    }

    private DeliveryOutcome flaky(OutboundEvent event, int dice) {
        if (dice < 10) {
            return DeliveryOutcome.notAttempted("breaker open", Duration.ofMillis(30));
        }
        if (dice < 20) {
            return DeliveryOutcome.refused("422");
        }
        if (dice < 30) {
            takeUnclear(event);
        }
        return DeliveryOutcome.retry("down");
    }

    /** Nobody hears for a while, or until it is healed, whether it was taken: before, after, or not at all. */
    private DeliveryOutcome hang(OutboundEvent event) throws InterruptedException {
        int dice = random.nextInt(3);
        if (dice == 0) {
            takeUnclear(event);
        }
        long until = temper == Temper.DEAF
                ? Long.MAX_VALUE
                : simulation.clock.getAsLong() + 50_000_000L * random.nextInt(100);
        Strand.hang(() -> healed || simulation.clock.getAsLong() >= until, random.nextBoolean());
        if (dice == 1) {
            takeUnclear(event);
            return DeliveryOutcome.delivered();
        }
        return dice == 0 ? DeliveryOutcome.delivered() : DeliveryOutcome.retry("at last");
    }

    private void takeUnclear(OutboundEvent event) {
        reasons++;
        take(event);
    }

    private void take(OutboundEvent event) {
        event.key().ifPresent(key -> {
            long last = lastOf(key);
            if (event.seq() > last + 1) {
                simulation.broke(new AssertionError(event.seq() + " of " + key + " after " + last + " at " + target));
            }
            lastOfKey.put(key, Math.max(last, event.seq()));
        });
        repeats += taken.add(event.eventId()) ? 0 : 1;
    }

    /** How a receiver behaves, and in how many of 100 calls there is trouble. */
    enum Temper {
        /** Takes everything. */
        WELL(0, false),
        /** Takes everything, and up to 150 ms for it. */
        SLOW(0, false),
        /** Fails, refuses, and answers neither now and then. */
        FLAKY(40, false),
        /** Is unusable now and then. */
        MOODY(3, false),
        /** Is unusable. */
        CLOSED(100, false),
        /** Hangs now and then. */
        SILENT(20, true),
        /** Never answers. */
        DEAF(100, true);

        private final int trouble;
        private final boolean hangs;

        Temper(int trouble, boolean hangs) {
            this.trouble = trouble;
            this.hangs = hangs;
        }

        /** Whether everything that is sent to it is taken before long. */
        boolean isUsable() {
            return this == WELL || this == SLOW || this == MOODY;
        }
    }
}
