package dev.inlay.core.internal.event;

import dev.inlay.spi.store.StoredEvent;
import java.util.List;

/**
 * How far a lane has been read. Ids commit out of order, so there are two positions: a fast one that goes ahead, and a
 * sweep that begins again at the floor whenever it has caught up, and may take a tenth of the time. For the relay's
 * thread only.
 */
final class LaneCursor {

    static final int LARGEST_PAGE = 500;

    private static final long PAGE_BYTES = 4 << 20;
    private static final long SHORTEST_PAUSE = 5_000_000;
    private static final int SWEEP_SHARE = 10;

    private long ahead;
    private long swept;
    private long nextSweep;
    private long averageBytes = 4096;
    private boolean more;

    /** How many rows to ask for, so that a page of large payloads does not fill the memory. */
    int page() {
        return (int) Math.max(4, Math.min(LARGEST_PAGE, PAGE_BYTES / averageBytes));
    }

    long ahead() {
        return ahead;
    }

    long swept() {
        return swept;
    }

    /** Whether the fast position stands before rows that were not read yet. */
    boolean more() {
        return more;
    }

    boolean sweepDue(long now) {
        return ahead > 0 && now >= nextSweep;
    }

    void advanced(List<StoredEvent> page, int limit) {
        measure(page);
        more = page.size() >= limit;
        if (!page.isEmpty()) {
            ahead = Math.max(ahead, page.get(page.size() - 1).id());
        }
    }

    void swept(List<StoredEvent> page, int limit, long began, long ended) {
        measure(page);
        long last = page.isEmpty() ? ahead : page.get(page.size() - 1).id();
        swept = page.size() < limit || last >= ahead ? 0 : last;
        nextSweep = ended + Math.max(SHORTEST_PAUSE, (ended - began) * (SWEEP_SHARE - 1));
    }

    /** Goes back, so that the row with this id is read again; {@code false} when it is still to come anyway. */
    boolean rewind(long id) {
        if (id > ahead) {
            return false;
        }
        ahead = id - 1;
        more = true;
        return true;
    }

    /** Goes back to the floor: every row is read again. */
    void restart() {
        ahead = 0;
        swept = 0;
        more = true;
    }

    private void measure(List<StoredEvent> page) {
        if (!page.isEmpty()) {
            long bytes = 0;
            for (StoredEvent event : page) {
                bytes += event.payload().bytes().length;
            }
            averageBytes = Math.max(1, Math.max(averageBytes / 2, bytes / page.size()));
        }
    }
}
