package dev.inlay.core.internal.event;

import dev.inlay.spi.store.StoredEvent;
import java.util.List;
import java.util.Optional;

/**
 * How far a lane has been read. Ids commit out of order, so there are three positions: a fast one that goes ahead, and
 * two {@link Sweep}s that begin again behind it whenever they have caught up: one over what was passed in the last
 * seconds, for hosts whose transactions are short, and one over everything, for the others. For the relay's thread
 * only.
 */
final class LaneCursor {

    private static final long RECENT = 5_000_000_000L;

    private final Sweep recent = new Sweep(5_000_000, 20_000_000);
    private final Sweep whole = new Sweep(50_000_000, 250_000_000);
    private long ahead;
    private long passed;
    private long passedNext;
    private long passedSince = Long.MIN_VALUE;
    private boolean more;
    private boolean sweeping;

    long ahead() {
        return ahead;
    }

    /** Whether the fast position stands before rows that were not read yet. */
    boolean more() {
        return more;
    }

    /** What was read from a position on, which may have been left meanwhile. */
    void advanced(long from, List<StoredEvent> page, int limit) {
        if (from != ahead) {
            return;
        }
        more = page.size() >= limit;
        if (!page.isEmpty()) {
            ahead = page.get(page.size() - 1).id();
        }
    }

    /** A sweep's page is being read, or is not any more. */
    void sweeping(boolean now) {
        sweeping = now;
    }

    /** The sweep that should read a page now, if none does; the longer one first, since it comes more rarely. */
    Optional<Sweep> sweepDue(long now) {
        if (ahead == 0 || sweeping) {
            return Optional.empty();
        }
        age(now);
        if (whole.isDue(now)) {
            return Optional.of(whole.from(0));
        }
        return recent.isDue(now) && passed < ahead ? Optional.of(recent.from(passed)) : Optional.empty();
    }

    /** Something was written here just now, and may commit behind the fast position. */
    void hurry() {
        recent.hurry();
    }

    /** Remembers where the fast position was some seconds ago. */
    private void age(long now) {
        if (passedSince == Long.MIN_VALUE) {
            passedSince = now;
        } else if (now - passedSince >= RECENT) {
            passed = passedNext;
            passedNext = ahead;
            passedSince = now;
        }
    }

    void swept(Sweep sweep, long from, List<StoredEvent> page, int limit) {
        long last = page.isEmpty() ? ahead : page.get(page.size() - 1).id();
        sweep.read(from, page.size() < limit || last >= ahead ? Sweep.ANEW : last);
    }

    /** A sweep took so long, and something new was in it or not. */
    void paced(Sweep sweep, long now, long took, boolean found) {
        sweep.paced(now, took, found);
        if (sweep == whole && sweep.isAnew()) {
            recent.paced(now, took, found);
        }
    }

    /** Goes back to the floor: every row is read again. */
    void restart() {
        ahead = 0;
        passed = 0;
        passedNext = 0;
        recent.anew();
        whole.anew();
        more = true;
    }
}
