package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * In which lanes this process has just written, so that a look goes straight there and need not ask first where
 * anything waits. An announcement is worth the looks of a tenth of a second, until as many events were found as were
 * announced: the transaction is still open when it is made, and what commits later is found by looking everywhere.
 * Thread-safe.
 */
final class Announcements {

    static final long WORTH = 100_000_000L;

    private final RelayClock clock;
    private final Map<Lane, Written> lanes = new ConcurrentHashMap<>();

    Announcements(RelayClock clock) {
        this.clock = clock;
    }

    /** An event was written. */
    void add(Lane lane) {
        lanes.merge(lane, new Written(clock.now(), 1), (before, one) -> new Written(one.at, before.events + 1));
    }

    /** A new event was found in a lane, most likely one that was announced. */
    void found(Lane lane) {
        if (!lanes.isEmpty()) {
            lanes.computeIfPresent(
                    lane, (same, written) -> written.events > 1 ? new Written(written.at, written.events - 1) : null);
        }
    }

    /** The lanes of the last tenth of a second in which something announced was not found yet. */
    List<Lane> current() {
        if (lanes.isEmpty()) {
            return List.of();
        }
        long oldest = clock.now() - WORTH;
        List<Lane> current = new ArrayList<>(lanes.size());
        lanes.forEach((lane, written) -> {
            if (written.at > oldest) {
                current.add(lane);
            } else {
                lanes.remove(lane, written);
            }
        });
        return current;
    }

    /** When something was written last, and how many events were not found yet. */
    private record Written(long at, int events) {}
}
