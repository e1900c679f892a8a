package dev.inlay.core.internal.event;

/**
 * When to look into the store next, and when at everything. Looks come 1, 2, 4, 8 and 16 ms after a publish whose
 * commit nobody signals, and soon after one that is; they may go only to where this process has written. Between looks
 * at everything the wait is as long as the last sign of new events is ago, so that they come ever more rarely, up to
 * the longest wait, when nothing happens. Thread-safe.
 */
final class WakeSchedule {

    private static final long SHORTEST = 1_000_000;
    private static final long FRESH = 16 * SHORTEST;
    private static final long BETWEEN_UNEXPLAINED = 5 * SHORTEST;
    private static final long NONE = Long.MAX_VALUE;

    private final RelayClock clock;
    private final long pollMin;
    private final long pollMax;
    private volatile long published = -FRESH;
    private volatile long unseen = NONE;
    private volatile long found;
    private volatile boolean signalled = true;
    private volatile boolean restarted = true;
    private volatile boolean unexplained;
    private volatile long lastLook = -FRESH;
    private volatile long lastEverywhere = -FRESH;

    WakeSchedule(RelayClock clock, RelayOptions options) {
        this.clock = clock;
        this.pollMin = options.pollMin().toNanos();
        this.pollMax = Math.max(pollMin, options.pollMax().toNanos());
    }

    /** An event was written, and its transaction is still open. Answers whether a look now comes sooner. */
    boolean published() {
        long now = clock.now();
        published = now;
        if (unseen != NONE) {
            return false;
        }
        unseen = now;
        return true;
    }

    /**
     * A transaction was committed: look now, or a millisecond after the last look, so that many commits cost one look.
     * Answers whether a look now comes sooner; where one was asked for already, it has yet to begin.
     */
    boolean signal() {
        if (signalled) {
            return false;
        }
        signalled = true;
        return true;
    }

    /** Look at everything as soon as a look may come. */
    void restart() {
        restarted = true;
        signalled = true;
    }

    /**
     * A look has begun, with something announced or not. Answers whether it goes everywhere, or only to where this
     * process has written, if that is looked at apart; then one goes everywhere, at most 5 ms later, for a commit that
     * nothing announced explains.
     */
    boolean looked(boolean apart, boolean announced) {
        boolean committed = signalled;
        signalled = false;
        unexplained |= committed && !announced;
        long now = clock.now();
        boolean everywhere = !apart || now >= nextEverywhere();
        unseen = NONE;
        lastLook = now;
        if (everywhere) {
            restarted = false;
            unexplained = false;
            lastEverywhere = now;
        }
        return everywhere;
    }

    /** A look found something new. */
    void found() {
        found = clock.now();
    }

    /** When the next look is due. */
    long next() {
        return Math.min(nextHere(), nextEverywhere());
    }

    private long nextHere() {
        if (signalled) {
            return lastLook + SHORTEST;
        }
        long first = unseen;
        if (first != NONE) {
            return first + SHORTEST;
        }
        long fresh = lastLook - published;
        return fresh < FRESH ? lastLook + Math.max(SHORTEST, fresh) : NONE;
    }

    private long nextEverywhere() {
        if (restarted) {
            return lastLook + SHORTEST;
        }
        long quiet = lastEverywhere - Math.max(found, published);
        long pause = Math.min(pollMax, Math.max(pollMin, quiet));
        long due = lastEverywhere + (unexplained ? Math.min(pause, BETWEEN_UNEXPLAINED) : pause);
        long first = unseen;
        return first == NONE ? due : Math.max(due, first + SHORTEST); // not just before a commit
    }
}
