package dev.inlay.core.internal.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The two clocks of a relay: one that never jumps, for deadlines within the process, and one that other nodes share,
 * for what is written down. Thread-safe.
 */
final class RelayClock {

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final long origin;

    RelayClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /** Nanoseconds since this clock was made; never goes back. */
    long now() {
        return nanos.getAsLong() - origin;
    }

    /** The time of day, to the microsecond. */
    Instant instant() {
        return wall.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** How long until then; negative when it has passed. */
    Duration until(Instant then) {
        return Duration.between(wall.instant(), then);
    }
}
