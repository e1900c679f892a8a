package dev.inlay.testkit.contracts.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that stands still until a test moves it. Thread-safe.
 *
 * @since 0.1
 */
public final class MutableClock implements InstantSource {

    private volatile Instant now;

    private MutableClock(Instant now) {
        this.now = now;
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
        return now;
    }

    /**
     * Moves the clock on.
     *
     * @param by how far; negative for a clock that was set back
     * @return what it shows now
     */
    public synchronized Instant advance(Duration by) {
        now = now.plus(by);
        return now;
    }

    /**
     * Sets the clock.
     *
     * @param to what it shows from now on
     */
    public synchronized void set(Instant to) {
        now = to;
    }
}
