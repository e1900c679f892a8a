package dev.inlay.core.internal.event;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a target may be sent to. One that takes nothing from us pauses, twice as long each time up to a bound; after
 * a pause a single event goes first. For the relay's thread only.
 */
final class TargetGate {

    private static final long WORTH_A_THREAD = 200_000;
    private static final long WORTH_A_WAIT = 4_000_000;
    private static final int LONGEST_CONVOY = 256;

    private final int limit;
    private long nanosEach = WORTH_A_WAIT;
    private final long first;
    private final long longest;
    private long pause;
    private long opens;
    private boolean probing;
    private String reason = "";

    TargetGate(TargetTerms terms) {
        this.limit = terms.places();
        this.first = terms.firstPause().toNanos();
        this.longest = Math.max(first, terms.longestPause().toNanos());
        this.pause = first;
    }

    /** How many events may be on their way now. */
    int limit(long now) {
        if (now < opens) {
            return 0;
        }
        return probing ? 1 : limit;
    }

    /** Whether a single event goes first, to see whether the target takes something again. */
    boolean isProbing() {
        return probing;
    }

    /**
     * How many attempts one worker should make in a row: as many as fit into a fifth of a millisecond, or into four
     * milliseconds where more waits than there are places, which would wait as long anyway.
     */
    int convoy(boolean manyWait) {
        long worth = manyWait ? WORTH_A_WAIT : WORTH_A_THREAD;
        return (int) Math.max(1, Math.min(LONGEST_CONVOY, worth / Math.max(1, nanosEach)));
    }

    /** An attempt took so long, on the average of a convoy. */
    void took(long nanos) {
        nanosEach += (nanos - nanosEach) / (nanos > nanosEach ? 2 : 4);
    }

    /** Closes the gate, unless the attempt began before it was closed already. */
    void unusable(long now, String why) {
        if (now >= opens) {
            opens = now + pause;
            pause = Math.min(longest, pause * 2);
            probing = true;
            reason = why;
        }
    }

    /** Closes the gate for as long as the transport says, unless the attempt began before it was closed already. */
    void pausedFor(long now, Duration asked, String why) {
        if (now >= opens) {
            opens = now + RetryPolicy.pause(Optional.of(asked)).toNanos();
            probing = true;
            reason = why;
        }
    }

    /** The target took or refused an event, so that it may be sent to. */
    void answered(long now) {
        if (now >= opens) {
            pause = first;
            unclear(now);
        }
    }

    /** The target did not say that it is unusable, and nothing else either. */
    void unclear(long now) {
        if (now >= opens) {
            probing = false;
            reason = "";
        }
    }

    /** When it opens, on the relay's clock. */
    long opens() {
        return opens;
    }

    /** Why it is closed; empty when it is not. */
    String reason() {
        return reason;
    }
}
