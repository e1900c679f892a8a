package dev.inlay.core.internal.event;

/**
 * When to look into the store next. The wait is as long as the last sign of new events is ago, so that looks come 1, 2,
 * 4, 8 and 16 ms after a publish whose commit nobody signals, and ever more rarely, up to the longest wait, when
 * nothing happens. Thread-safe.
 */
final class WakeSchedule {

    private static final long SHORTEST = 1_000_000;
    private static final long FRESH = 16 * SHORTEST;
    private static final long NONE = Long.MAX_VALUE;

    private final RelayClock clock;
    private final long pollMin;
    private final long pollMax;
    private volatile long published = -FRESH;
    private volatile long unseen = NONE;
    private volatile long found;
    private volatile boolean signalled = true;
    private volatile long lastLook = -FRESH;

    WakeSchedule(RelayClock clock, RelayOptions options) {
        this.clock = clock;
        this.pollMin = options.pollMin().toNanos();
        this.pollMax = Math.max(pollMin, options.pollMax().toNanos());
    }

    /** An event was written, and its transaction is still open. */
    void published() {
        long now = clock.now();
        published = now;
        if (unseen == NONE) {
            unseen = now;
        }
    }

    /** A transaction was committed: look now. */
    void signal() {
        signalled = true;
    }

    /** A look has begun. */
    void looked() {
        signalled = false;
        unseen = NONE;
        lastLook = clock.now();
    }

    /** A look found something new. */
    void found() {
        found = clock.now();
    }

    /** When the next look is due. */
    long next() {
        if (signalled) {
            return 0;
        }
        long first = unseen;
        if (first != NONE) {
            return first + SHORTEST;
        }
        long fresh = lastLook - published;
        if (fresh < FRESH) {
            return lastLook + Math.max(SHORTEST, fresh);
        }
        long quiet = lastLook - Math.max(found, published);
        return lastLook + Math.min(pollMax, Math.max(pollMin, quiet));
    }
}
