package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes acknowledged events from the store, many at once. What cannot be removed now is kept and tried again, since
 * the receiver has it. Events are added by the relay's thread; turns belong to one other.
 */
final class Completions {

    private static final int MOST_BATCHES = 8;
    private static final long FIRST_REST = 50_000_000L;
    private static final long LONGEST_REST = 5_000_000_000L;

    private final OutboxStore store;
    private final int batch;
    private final long linger;
    private final RelayClock clock;
    private final Faults faults;
    private final Listener removed;
    private final Map<Lane, Rest> resting = new HashMap<>();
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
        Pending here = pending.computeIfAbsent(lane, l -> new Pending());
        here.events.add(event);
        here.retried |= retried;
        if (resting.containsKey(lane)) {
            return false;
        }
        if (count == 0) {
            due = clock.now() + linger;
        }
        count++;
        return count == 1 || count == batch;
    }

    /**
     * Removes what is due. Answers when the next turn is. A lane that cannot be removed from while others can rests on
     * its own; two failures in a row are taken for the store's, and leave everything undone to the next turn.
     */
    long turn() {
        if (clock.now() < nextDue()) {
            return nextDue();
        }
        Deque<List<Removal>> work = together(take());
        List<Removal> failed = new ArrayList<>();
        @Nullable RuntimeException failure = null;
        boolean some = false;
        int inARow = 0;
        List<Removal> next = List.of();
        try {
            while (!work.isEmpty() && inARow < 2) {
                next = work.removeFirst();
                try {
                    remove(next);
                    some = true;
                    inARow = 0;
                } catch (RuntimeException e) {
                    failure = e;
                    inARow++;
                    if (next.size() == 1) {
                        failed.add(next.get(0));
                    } else {
                        apart(next).forEach(work::addFirst);
                    }
                }
                next = List.of();
            }
        } finally {
            failed.addAll(next);
            putBack(work, failed, some ? failure : null);
        }
        if (failure != null && !some) {
            throw failure;
        }
        return nextDue();
    }

    /** What is to be removed at once: at least one batch, and no more events than {@link #MOST_BATCHES} full ones. */
    private Deque<List<Removal>> together(List<Removal> removals) {
        Deque<List<Removal>> groups = new ArrayDeque<>();
        int events = 0;
        for (Removal next : removals) {
            events += next.what.events().size();
            if (groups.isEmpty() || next.alone || events > MOST_BATCHES * batch) {
                groups.addLast(new ArrayList<>());
                events = next.what.events().size();
            }
            groups.getLast().add(next);
        }
        return groups;
    }

    /** Each alone, so that what cannot be removed does not hold up what can; the last one first. */
    private static List<List<Removal>> apart(List<Removal> removals) {
        List<List<Removal>> alone = new ArrayList<>();
        removals.forEach(removal -> alone.add(0, List.of(removal)));
        return alone;
    }

    /** Keeps what was not removed, what failed behind what was not tried; it rests if the failure is its own. */
    private synchronized void putBack(Deque<List<Removal>> untried, List<Removal> failed, @Nullable Exception own) {
        for (Removal one : failed) {
            Lane lane = one.what.lane();
            if (own != null || resting.containsKey(lane)) {
                rest(lane);
            }
            if (own != null) {
                faults.failed(part(lane), own);
            }
        }
        untried.forEach(group -> group.forEach(this::putBack));
        failed.forEach(this::putBack);
    }

    private void rest(Lane lane) {
        @Nullable Rest before = resting.get(lane);
        if (before == null) {
            count -= pendingOf(lane);
            before = Rest.NONE;
        }
        if (before.until <= clock.now()) {
            resting.put(lane, before.longer(clock.now()));
        }
    }

    private void putBack(Removal one) {
        Lane lane = one.what.lane();
        one.what.events().forEach(event -> add(lane, event, one.what.retried()));
        Objects.requireNonNull(pending.get(lane)).repeated = true;
    }

    private int pendingOf(Lane lane) {
        @Nullable Pending here = pending.get(lane);
        return here == null ? 0 : here.events.size();
    }

    private synchronized long nextDue() {
        long next = count == 0 ? Long.MAX_VALUE : count >= batch ? 0 : due;
        for (Rest rest : resting.values()) {
            next = Math.min(next, rest.until);
        }
        return next;
    }

    /** Those that have rested come last, each alone. */
    private synchronized List<Removal> take() {
        List<Removal> taken = new ArrayList<>();
        List<Removal> rested = new ArrayList<>();
        Map<Lane, Pending> left = new LinkedHashMap<>();
        long now = clock.now();
        pending.forEach((lane, here) -> {
            @Nullable Rest rest = resting.get(lane);
            if (rest == null) {
                take(lane, here, false, taken);
            } else if (rest.until <= now) {
                take(lane, here, true, rested);
            } else {
                left.put(lane, here);
            }
        });
        pending = left;
        count = 0;
        taken.addAll(rested);
        return taken;
    }

    private void take(Lane lane, Pending here, boolean alone, List<Removal> into) {
        for (int from = 0; from < here.events.size(); from += batch) {
            int to = Math.min(here.events.size(), from + batch);
            Acknowledged what = new Acknowledged(lane, here.events.subList(from, to), here.retried);
            into.add(new Removal(what, here.repeated, alone));
        }
    }

    private void remove(List<Removal> removals) {
        List<Integer> gone =
                store.delivered(removals.stream().map(Removal::what).toList());
        for (int i = 0; i < removals.size(); i++) {
            Removal removal = removals.get(i);
            wakeUp(removal.what.lane());
            tell(removal, removal.what.events().size() - gone.get(i));
        }
    }

    private synchronized void wakeUp(Lane lane) {
        if (resting.remove(lane) != null) {
            faults.well(part(lane));
            count += pendingOf(lane);
        }
    }

    /** What a removal without an answer did is not known, so that what its repetition misses tells nothing. */
    private void tell(Removal removal, int missing) {
        Acknowledged batch = removal.what;
        Lane lane = batch.lane();
        if (missing > 0 && !removal.repeated) {
            faults.warn(
                    part(lane),
                    missing + " of " + batch.events().size() + " delivered events of " + lane.tenant() + " to "
                            + lane.target() + " were already removed or parked: another node held shard "
                            + lane.shard() + " at the same time, or this node was paused past its lease");
        }
        removed.removed(lane, batch.events(), missing <= 0);
    }

    private static String part(Lane lane) {
        return "delivered " + lane;
    }

    /** What is to be removed from one lane. */
    private static final class Pending {
        private final List<StoredEvent> events = new ArrayList<>();
        private boolean retried;
        private boolean repeated;
    }

    /** A batch, whether it may have been removed before without an answer, and whether others are kept from it. */
    private record Removal(Acknowledged what, boolean repeated, boolean alone) {}

    /** Until when a lane is left alone, and for how long that is. */
    private record Rest(long until, long pause) {
        private static final Rest NONE = new Rest(Long.MIN_VALUE, FIRST_REST / 2);

        private Rest longer(long now) {
            long next = Math.min(LONGEST_REST, pause * 2);
            return new Rest(now + next, next);
        }
    }

    /** Hears that delivered events are gone. */
    @FunctionalInterface
    interface Listener {
        /** All is false when somebody else had removed some of them. */
        void removed(Lane lane, List<StoredEvent> events, boolean all);
    }
}
