package dev.inlay.core.internal.event;

/**
 * Reads again what the fast position of a lane has passed, a page at a time, and takes at most a tenth of the time. A
 * sweep that finds nothing new becomes rarer, so that many rows which only wait are not read all day. For the relay's
 * thread only.
 */
final class Sweep {

    static final long ANEW = -1;

    private static final int SHARE = 10;
    private static final int AMID = 5;
    private static final long LONGEST_REST = 60_000_000_000L;

    private final long shortest;
    private final long longest;
    private long at = ANEW;
    private long start;
    private long pause;
    private long due;
    private long earliest;

    /** Pauses between pages, in nanoseconds. */
    Sweep(long shortest, long longest) {
        this.shortest = shortest;
        this.longest = longest;
        this.pause = shortest;
    }

    boolean isDue(long now) {
        return now >= due;
    }

    /** Where it would begin if it begins anew. */
    Sweep from(long position) {
        start = position;
        return this;
    }

    /** After which id the next page is read. */
    long position() {
        return at == ANEW ? start : Math.max(at, start);
    }

    /** A page was read from a position on; goes on there, unless it began anew meanwhile. */
    void read(long from, long next) {
        if (from == position()) {
            at = next;
        }
    }

    /** How long that took, and whether something new was in it. Behind a full page much waits, which nobody hurries. */
    void paced(long now, long took, boolean found) {
        pause = found ? shortest : Math.min(longest, pause * 2);
        earliest = now + Math.min(LONGEST_REST, took * (SHARE - 1));
        due = Math.max(earliest, now + (at == ANEW ? pause : pause * AMID));
    }

    /** Comes as soon as its share of the time allows, unless much waits. */
    void hurry() {
        if (at == ANEW) {
            due = Math.min(due, earliest);
        }
    }

    /** Whether it has just come to its end. */
    boolean isAnew() {
        return at == ANEW;
    }

    void anew() {
        at = ANEW;
        pause = shortest;
        due = 0;
        earliest = 0;
    }
}
