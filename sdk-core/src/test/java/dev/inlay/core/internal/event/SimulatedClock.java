package dev.inlay.core.internal.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock that a test moves: wall time and monotonic time together. */
final class SimulatedClock implements InstantSource, LongSupplier {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private long nanos;

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    void advance(Duration by) {
        nanos += by.toNanos();
    }

    void advanceTo(long then) {
        nanos = Math.max(nanos, then);
    }
}
