package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Walks the lanes of the shards in turn, one page at a time, and hands what may be sent to the dispatcher. A look for
 * new events goes before lanes that are known to hold more, so that nobody's backlog hides them, but one page of those
 * is read between two looks. No tenant may fill the memory: it holds no more than it leaves free. For the relay's
 * thread only.
 */
final class ShardReader {

    private static final int SMALLEST = 16;

    private final RelayParts parts;
    private final OutboxStore store;
    private final Dispatcher dispatcher;
    private final Deliveries deliveries;
    private final Expectations expectations;
    private final WakeSchedule wakes;
    private final LaneWork.Tally tally;
    private final Deque<Step> look = new ArrayDeque<>();
    private final Deque<Step> plan = new ArrayDeque<>();
    private final Set<LaneWork> unread;
    private boolean pageIsOwed;

    ShardReader(
            RelayParts parts,
            Dispatcher dispatcher,
            Deliveries deliveries,
            Expectations expectations,
            WakeSchedule wakes,
            LaneWork.Tally tally) {
        this.parts = parts;
        this.store = parts.store();
        this.dispatcher = dispatcher;
        this.deliveries = deliveries;
        this.expectations = expectations;
        this.wakes = wakes;
        this.tally = tally;
        this.unread = tally.unread();
    }

    /** Asks the store for at most one page or list; answers whether there is more to do now. */
    boolean step(Iterable<ShardWork> shards) {
        if (plan.isEmpty()) {
            planReads();
        }
        boolean mayLook = look.isEmpty() && (plan.isEmpty() || !pageIsOwed);
        if (mayLook && parts.clock().now() >= wakes.next()) {
            wakes.looked();
            shards.forEach(shard -> look.add(() -> list(shard)));
            pageIsOwed = true;
        }
        Step next = look.poll();
        if (next == null) {
            next = plan.poll();
            pageIsOwed = false;
        }
        if (next != null) {
            next.take();
        }
        if (plan.isEmpty()) {
            planReads();
        }
        return !look.isEmpty() || !plan.isEmpty();
    }

    /** Forgets what was planned, so that the next step looks at everything anew. */
    void restart() {
        look.clear();
        plan.clear();
        wakes.signal();
    }

    private void planReads() {
        unread.removeIf(lane -> !works(lane.shard()));
        for (LaneWork lane : unread) {
            if (!isHeld(lane) && room(lane) > 0) {
                plan.add(() -> read(lane));
            }
        }
    }

    private boolean isHeld(LaneWork lane) {
        return parts.holds().isHeld(lane.lane());
    }

    private static boolean works(ShardWork shard) {
        return shard.isLive() && !shard.isDraining();
    }

    private void list(ShardWork shard) {
        if (!works(shard)) {
            return;
        }
        for (Lane lane : store.lanes(shard.lease().shard())) {
            if (parts.holds().isHeld(lane)) {
                continue;
            }
            if (dispatcher.serves(lane.target())) {
                LaneWork work = shard.lane(lane);
                if (!unread.contains(work)) {
                    look.addFirst(() -> read(work));
                }
            } else {
                parts.faults()
                        .warn(
                                "unserved " + lane.target(),
                                "events wait for target " + lane.target() + ", for which no transport is installed");
            }
        }
    }

    private void read(LaneWork lane) {
        int room = works(lane.shard()) && !isHeld(lane) ? room(lane) : 0;
        if (room == 0) {
            unread.add(lane);
            return;
        }
        if (lane.cursor().sweepDue(parts.clock().now())) {
            sweep(lane);
        }
        LaneCursor cursor = lane.cursor();
        int limit = Math.min(cursor.page(), room);
        boolean fromFloor = cursor.ahead() == 0;
        List<StoredEvent> page = store.read(lane.lane(), cursor.ahead(), limit);
        cursor.advanced(page, limit);
        take(lane, page, fromFloor);
        unread.remove(lane);
        if (cursor.more()) {
            unread.add(lane);
        }
    }

    private void sweep(LaneWork lane) {
        LaneCursor cursor = lane.cursor();
        int limit = cursor.page();
        long began = parts.clock().now();
        boolean fromFloor = cursor.swept() == 0;
        List<StoredEvent> page = store.read(lane.lane(), cursor.swept(), limit);
        cursor.swept(page, limit, began, parts.clock().now());
        take(lane, page, fromFloor);
    }

    /**
     * How many rows may be fetched into a lane now: nothing, or enough to be worth it. What a tenant holds for a target
     * is at most what is free, so that the backlogs of k tenants leave a part of k + 1 to whoever comes; and a lane
     * that is all but empty always fetches some.
     */
    private int room(LaneWork lane) {
        if (dispatcher.isPaused(lane.lane().target()) && lane.size() > 0) {
            return 0;
        }
        int most = parts.options().laneBuffer();
        int room = room(lane, most);
        if (room < most / 4 && lane.trim() > 0) {
            room = room(lane, most);
        }
        int least = Math.min(SMALLEST, most);
        if (lane.size() <= least / 2) {
            return Math.max(room, least - lane.size());
        }
        return room < Math.max(1, most / 4) ? 0 : room;
    }

    private int room(LaneWork lane, int most) {
        int free = parts.options().buffer() - tally.held();
        return Math.min(most - lane.size(), free - lane.heldTogether());
    }

    /**
     * What one statement reads from the floor on is one picture of the lane, so that the first event of a stream in it
     * is the lowest that waits; a later page may miss one that was committed after the page before it.
     */
    private void take(LaneWork lane, List<StoredEvent> page, boolean fromFloor) {
        Set<String> shown = new HashSet<>();
        boolean found = false;
        for (StoredEvent event : page) {
            boolean lowest = fromFloor && event.key().filter(shown::add).isPresent();
            found |= take(lane, event, lowest);
        }
        if (found) {
            wakes.found();
        }
    }

    private boolean take(LaneWork lane, StoredEvent event, boolean lowest) {
        if (lane.holds(event.id()) || deliveries.remembers(lane.lane(), event)) {
            return false;
        }
        StreamQueue stream = event.key().map(lane::stream).orElse(null);
        if (stream != null) {
            return extend(stream, event);
        }
        if (deliveries.isBusy(lane.lane(), event)) {
            return false;
        }
        if (event.key().isEmpty()) {
            begin(lane, event);
            return true;
        }
        StreamRef ref = new StreamRef(lane.lane(), event.key().get());
        if (lane.shard().isParked(ref) && !isReplayed(ref, event)) {
            deliveries.park(lane.begin(event), "waits for earlier events of its key, which are parked");
            return true;
        }
        if (lowest || isFirst(ref, event)) {
            begin(lane, event);
            return true;
        }
        return false;
    }

    /** Whether an operator has put it back while later ones of its stream are still parked. */
    private boolean isReplayed(StreamRef stream, StoredEvent event) {
        OptionalLong first = store.firstUndelivered(stream);
        return first.isPresent() && first.getAsLong() == event.seq();
    }

    private boolean extend(StreamQueue stream, StoredEvent event) {
        if (stream.follows(event) && stream.size() < Math.max(1, parts.options().laneBuffer() / 2)) {
            stream.lane().append(stream, event);
            return true;
        }
        stream.leaveOut(event.id());
        return false;
    }

    private boolean isFirst(StreamRef stream, StoredEvent event) {
        if (expectations.isSurelyNext(stream, event)) {
            return true;
        }
        OptionalLong first = store.firstUndelivered(stream);
        if (first.isPresent() && first.getAsLong() < event.seq()) {
            // the lower one was committed behind the cursor's back, or is about to be removed: a sweep will show
            wakes.found();
        }
        return first.isPresent() && first.getAsLong() == event.seq();
    }

    private void begin(LaneWork lane, StoredEvent event) {
        StreamQueue stream = lane.begin(event);
        RetryState retry = lane.shard().takeRetry(event);
        if (retry == null) {
            dispatcher.ready(stream);
            return;
        }
        stream.failed(retry.attempts());
        Duration left = parts.clock().until(retry.nextAttempt());
        if (left.isNegative() || left.isZero()) {
            dispatcher.ready(stream);
        } else {
            deliveries.waitFor(
                    stream, left.compareTo(RetryPolicy.LONGEST_ASKED) > 0 ? RetryPolicy.LONGEST_ASKED : left);
        }
    }

    @FunctionalInterface
    private interface Step {
        void take();
    }
}
