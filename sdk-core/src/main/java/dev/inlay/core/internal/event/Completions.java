package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Acknowledged;
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

    private static final int MOST_BATCHES = 8;

    private final OutboxStore store;
    private final int batch;
    private final long linger;
    private final RelayClock clock;
    private final Faults faults;
    private final Listener removed;
    private Map<Lane, Pending> pending = new LinkedHashMap<>();
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
    synchronized boolean add(Lane lane, StoredEvent event, boolean retried) {
        if (count == 0) {
            due = clock.now() + linger;
        }
        Pending here = pending.computeIfAbsent(lane, l -> new Pending());
        here.events.add(event);
        here.retried |= retried;
        count++;
        return count == 1 || count == batch;
    }

    /** Removes what is due. Answers when the next turn is; a failure leaves everything undone to it. */
    long turn() {
        if (clock.now() < nextDue()) {
            return nextDue();
        }
        @Nullable RuntimeException failure = null;
        List<Acknowledged> taken = take();
        for (int from = 0; from < taken.size(); ) {
            int to = from + together(taken.subList(from, taken.size()));
            List<Acknowledged> some = taken.subList(from, to);
            try {
                remove(some);
            } catch (RuntimeException e) {
                failure = e;
                for (Acknowledged one : some) {
                    removeAlone(one, some.size() > 1);
                }
            }
            from = to;
        }
        if (failure != null) {
            throw failure;
        }
        return nextDue();
    }

    /** What cannot be removed does not hold up what can. */
    private void removeAlone(Acknowledged one, boolean mayWork) {
        try {
            if (mayWork) {
                remove(List.of(one));
                return;
            }
        } catch (RuntimeException e) {
            // the first failure of the turn is the one that is told
        }
        one.events().forEach(event -> add(one.lane(), event, one.retried()));
    }

    /** How many of these go into one transaction: at least one, and no more events than four batches. */
    private int together(List<Acknowledged> batches) {
        int events = 0;
        int count = 0;
        for (Acknowledged next : batches) {
            events += next.events().size();
            if (count > 0 && events > MOST_BATCHES * batch) {
                break;
            }
            count++;
        }
        return count;
    }

    private synchronized long nextDue() {
        return count == 0 ? Long.MAX_VALUE : count >= batch ? 0 : due;
    }

    private synchronized List<Acknowledged> take() {
        List<Acknowledged> taken = new ArrayList<>();
        pending.forEach((lane, here) -> {
            for (int from = 0; from < here.events.size(); from += batch) {
                int to = Math.min(here.events.size(), from + batch);
                taken.add(new Acknowledged(lane, here.events.subList(from, to), here.retried));
            }
        });
        pending = new LinkedHashMap<>();
        count = 0;
        return taken;
    }

    private void remove(List<Acknowledged> batches) {
        List<Integer> removed = store.delivered(batches);
        for (int i = 0; i < batches.size(); i++) {
            Acknowledged batch = batches.get(i);
            tell(batch, batch.events().size() - removed.get(i));
        }
    }

    private void tell(Acknowledged batch, int missing) {
        Lane lane = batch.lane();
        if (missing > 0) {
            faults.warn(
                    "delivered " + lane,
                    missing + " of " + batch.events().size() + " delivered events of " + lane.tenant() + " to "
                            + lane.target() + " were already removed or parked: another node held shard "
                            + lane.shard() + " at the same time, or this node was paused past its lease");
        }
        removed.removed(lane, batch.events(), missing <= 0);
    }

    /** What is to be removed from one lane. */
    private static final class Pending {
        private final List<StoredEvent> events = new ArrayList<>();
        private boolean retried;
    }

    /** Hears that delivered events are gone. */
    @FunctionalInterface
    interface Listener {
        /** All is false when somebody else had removed some of them. */
        void removed(Lane lane, List<StoredEvent> events, boolean all);
    }
}
