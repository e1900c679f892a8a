package dev.inlay.core.internal.event;

import dev.inlay.spi.store.StoredEvent;
import java.util.List;

/**
 * How many rows of one tenant and target are asked for at once, so that what is read fits into the memory however large
 * the payloads are: few until it is known how large. For the relay's thread only.
 */
final class PageSizes {

    static final int LARGEST = 1_000;

    private static final long PAGE_BYTES = 4 << 20;
    private static final long SHARE_BYTES = 1 << 20;
    private static final long LARGEST_EVENT = PayloadFreezer.MAX_BYTES;

    /** Expected of events of which none was seen yet. */
    private static final long UNKNOWN = 256 << 10;

    /** Pages grow by this factor at the most, and shrink by it when one could not be read. */
    private static final int STEP = 4;

    private long average = UNKNOWN;

    /** How many bytes an event has, at least 1. */
    long average() {
        return average;
    }

    /** For a page that is asked for alone. */
    int most() {
        return (int) Math.max(1, Math.min(LARGEST, PAGE_BYTES / average));
    }

    /** For one of several pages in a question. */
    int few() {
        return (int) Math.max(1, Math.min(LARGEST, SHARE_BYTES / average));
    }

    void read(List<StoredEvent> page) {
        if (!page.isEmpty()) {
            long bytes = 0;
            for (StoredEvent event : page) {
                bytes += event.payload().bytes().length;
            }
            average = Math.max(1, Math.max(average / STEP, bytes / page.size()));
        }
    }

    void failed() {
        average = Math.min(LARGEST_EVENT, average * STEP);
    }
}
