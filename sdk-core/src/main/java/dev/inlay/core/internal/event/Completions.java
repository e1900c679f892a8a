package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes acknowledged events from the store, many at once. What cannot be removed now is kept and tried again, since
 * the receiver has it. Events are added by the relay's thread; turns belong to one other.
 */
final class Completions {

    private final OutboxStore store;
    private final int batch;
    private final long linger;
    private final RelayClock clock;
    private final Faults faults;
    private final Listener removed;
    private Map<Lane, List<StoredEvent>> pending = new LinkedHashMap<>();
    private int count;
    private long due;

    Completions(OutboxStore store, RelayOptions options, RelayClock clock, Faults faults, Listener removed) {
        this.store = store;
        this.batch = options.batch();
        this.linger = options.linger().toNanos();
        this.clock = clock;
        this.faults = faults;
        this.removed = removed;
    }

    /** Answers whether the turn's thread needs to be told. */
    synchronized boolean add(Lane lane, StoredEvent event) {
        if (count == 0) {
            due = clock.now() + linger;
        }
        pending.computeIfAbsent(lane, l -> new ArrayList<>()).add(event);
        count++;
        return count == 1 || count == batch;
    }

    /** Removes what is due. Answers when the next turn is; a failure leaves everything undone to it. */
    long turn() {
        if (clock.now() < nextDue()) {
            return nextDue();
        }
        Map<Lane, List<StoredEvent>> taken = take();
        @Nullable RuntimeException failure = null;
        for (Map.Entry<Lane, List<StoredEvent>> lane : taken.entrySet()) {
            List<StoredEvent> events = lane.getValue();
            for (int from = 0; from < events.size(); from += batch) {
                List<StoredEvent> some = List.copyOf(events.subList(from, Math.min(events.size(), from + batch)));
                try {
                    remove(lane.getKey(), some);
                } catch (RuntimeException e) {
                    failure = e;
                    some.forEach(event -> add(lane.getKey(), event));
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return nextDue();
    }

    private synchronized long nextDue() {
        return count == 0 ? Long.MAX_VALUE : count >= batch ? 0 : due;
    }

    private synchronized Map<Lane, List<StoredEvent>> take() {
        Map<Lane, List<StoredEvent>> taken = pending;
        pending = new LinkedHashMap<>();
        count = 0;
        return taken;
    }

    private void remove(Lane lane, List<StoredEvent> events) {
        int rows = store.delivered(lane, events);
        if (rows < events.size()) {
            faults.warn(
                    "delivered " + lane,
                    (events.size() - rows) + " of " + events.size() + " delivered events of " + lane.tenant() + " to "
                            + lane.target() + " were already removed or parked: another node held shard "
                            + lane.shard() + " at the same time, or this node was paused past its lease");
        }
        removed.removed(lane, events, rows >= events.size());
    }

    /** Hears that delivered events are gone. */
    @FunctionalInterface
    interface Listener {
        /** All is false when somebody else had removed some of them. */
        void removed(Lane lane, List<StoredEvent> events, boolean all);
    }
}
