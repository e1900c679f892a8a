package dev.inlay.provider.jooq.isolation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The time of day, which the walk lets leap forward. Thread-safe. */
final class Clock implements InstantSource {

    private final AtomicLong leapt = new AtomicLong();

    void leap(Duration time) {
        leapt.addAndGet(time.toNanos());
    }

    @Override
    public Instant instant() {
        return Instant.now().plusNanos(leapt.get());
    }
}
