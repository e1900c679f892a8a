package dev.inlay.core.internal.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The instance's clock, which here goes on at least as fast as time itself and never back: setting it back gives nobody
 * longer access. Set forward by mistake, it ends grants early. Thread-safe; neither blocks nor allocates in
 * {@link #millis()}.
 */
final class GrantClock {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long start;
    /** The farthest that the clock was ever ahead of the monotonic one, in ms. */
    private final AtomicLong ahead = new AtomicLong(Long.MIN_VALUE);

    GrantClock(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    long millis() {
        long elapsed = (nanos.getAsLong() - start) / NANOS_PER_MILLI;
        return elapsed + ahead.accumulateAndGet(clock.millis() - elapsed, Math::max);
    }

    Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
