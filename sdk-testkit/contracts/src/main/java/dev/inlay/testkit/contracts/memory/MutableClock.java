package dev.inlay.testkit.contracts.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. Thread-safe.
 *
 * @since 0.1
 */
public final class MutableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    private MutableClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    /**
     * Creates a clock.
     *
     * @param now what it shows
     * @return the clock
     */
    public static MutableClock at(Instant now) {
        return new MutableClock(now);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /**
     * Moves the clock on.
     *
     * @param by how far; negative for a clock that was set back
     * @return what it shows now
     */
    public Instant advance(Duration by) {
        return now.updateAndGet(instant -> instant.plus(by));
    }

    /**
     * Sets the clock.
     *
     * @param to what it shows from now on
     */
    public void set(Instant to) {
        now.set(to);
    }
}
