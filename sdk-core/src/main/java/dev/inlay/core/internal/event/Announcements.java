package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * In which lanes this process has just written, so that a look goes straight there and need not ask first where
 * anything waits. An announcement is worth a few looks, until one finds something: the transaction is still open when
 * it is made, and what commits later is found by looking everywhere. Thread-safe.
 */
final class Announcements {

    static final long WORTH = 100_000_000L;

    private final RelayClock clock;
    private final Map<Lane, Long> lanes = new ConcurrentHashMap<>();

    Announcements(RelayClock clock) {
        this.clock = clock;
    }

    void add(Lane lane) {
        lanes.put(lane, clock.now());
    }

    /** Something new was found in a lane by a question of that time, most likely what was announced before. */
    void found(Lane lane, long asked) {
        lanes.computeIfPresent(lane, (same, at) -> at <= asked ? null : at);
    }

    /** The lanes of the last tenth of a second in which nothing was found since. */
    List<Lane> current() {
        if (lanes.isEmpty()) {
            return List.of();
        }
        long oldest = clock.now() - WORTH;
        List<Lane> current = new ArrayList<>(lanes.size());
        lanes.forEach((lane, at) -> {
            if (at > oldest) {
                current.add(lane);
            } else {
                lanes.remove(lane, at);
            }
        });
        return current;
    }
}
