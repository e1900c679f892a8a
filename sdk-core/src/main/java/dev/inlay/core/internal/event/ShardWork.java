package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One shard under one lease and revision: what is lost or changed begins anew. For the relay's thread, unless stated.
 */
final class ShardWork {

    private final ShardLease lease;
    private final long began;
    private final Map<Lane, LaneWork> lanes = new LinkedHashMap<>();
    private final Set<StreamRef> parked;
    private final Map<Long, RetryState> retries = new HashMap<>();
    private final List<StreamQueue> stalled = new ArrayList<>();
    private final LaneWork.Tally tally;
    private volatile boolean live = true;
    private final Load load;
    private final Set<Lane> closed = new HashSet<>();
    private boolean draining;
    private long drainingSince;

    ShardWork(
            ShardLease lease,
            Collection<StreamRef> parked,
            Collection<RetryState> retries,
            long began,
            LaneWork.Tally tally,
            Load load) {
        this.lease = lease;
        this.began = began;
        this.load = load;
        load.latest = this;
        this.tally = tally;
        this.parked = new HashSet<>(parked);
        retries.forEach(retry -> this.retries.put(retry.id(), retry));
    }

    ShardLease lease() {
        return lease;
    }

    /** When work on it began, under this revision. */
    long began() {
        return began;
    }

    LaneWork lane(Lane lane) {
        return lanes.computeIfAbsent(lane, l -> new LaneWork(this, l, tally));
    }

    boolean isParked(StreamRef stream) {
        return parked.contains(stream);
    }

    void parked(StreamRef stream) {
        parked.add(stream);
    }

    /** What a former owner, or an earlier life of ours, kept of this event. */
    @Nullable
    RetryState takeRetry(StoredEvent event) {
        return retries.remove(event.id());
    }

    /** Keeps in memory how often the head of a stream has failed, which is forgotten itself. */
    void keepRetry(RetryState retry) {
        retries.put(retry.id(), retry);
    }

    /** Sets a stream aside until the lease is renewed. */
    void stall(StreamQueue stream) {
        stalled.add(stream);
    }

    List<StreamQueue> takeStalled() {
        List<StreamQueue> taken = List.copyOf(stalled);
        stalled.clear();
        return taken;
    }

    /** Whether this is still what the node works on. May be asked by any thread. */
    boolean isLive() {
        return live;
    }

    void end() {
        live = false;
        lanes.values().forEach(LaneWork::end);
        stalled.clear();
    }

    /** The shard as it is worked on now, or was at last, under whichever lease. */
    ShardWork latest() {
        return load.latest == null ? this : load.latest;
    }

    /** Whether nothing more is read or sent, since it is about to be given back. */
    boolean isDraining() {
        return draining;
    }

    /** Whether it is read and sent from. */
    boolean isWorkedOn() {
        return live && !draining;
    }

    /** Whether something of this lane may be sent, as far as the shard knows. */
    boolean sends(LaneWork lane) {
        return isWorkedOn() && !closed.contains(lane.lane());
    }

    /** Whether it is to be given back, be it that slow calls have to end first. */
    boolean isLeaving() {
        return draining || !closed.isEmpty();
    }

    /** Whether something is known to have been tried before that has not come up yet. */
    boolean hasRetries() {
        return !retries.isEmpty();
    }

    /** Stands still, so that it can be given back once what is under way has ended. */
    void drain(long now) {
        draining = true;
        drainingSince = now;
    }

    /** Since when it stands still. */
    long drainingSince() {
        return drainingSince;
    }

    /**
     * Goes on, but for the lanes of which a call is under way: these stay closed, so that some time none is. Answers
     * whether there were any.
     */
    boolean goOnWithoutTheSlow() {
        Set<Lane> slow = Set.copyOf(load.underWay.keySet());
        if (!slow.isEmpty()) {
            closed.addAll(slow);
            draining = false;
            lanes.values().forEach(LaneWork::reread);
        }
        return !slow.isEmpty();
    }

    /** Whether the calls of all lanes that were closed have ended. */
    boolean isDoneWithTheSlow() {
        return closed.stream().noneMatch(load.underWay::containsKey);
    }

    /** Stays after all. */
    void reopen() {
        closed.clear();
    }

    /** Counts one more call of a lane. */
    void called(Lane lane) {
        load.underWay.merge(lane, 1, Integer::sum);
        begun();
    }

    void returned(Lane lane) {
        load.underWay.computeIfPresent(lane, (l, calls) -> calls == 1 ? null : calls - 1);
        finished();
    }

    /** Counts one more thing that must end before the shard may be given back. */
    void begun() {
        load.unfinished++;
    }

    void finished() {
        load.unfinished--;
    }

    boolean isQuiet() {
        return load.isNone();
    }

    /**
     * What must end before a shard may be given back; outlives the leases under which it was begun. For the relay's
     * thread only.
     */
    static final class Load {
        private final Map<Lane, Integer> underWay = new HashMap<>();
        private @Nullable ShardWork latest;
        private int unfinished;

        boolean isNone() {
            return unfinished == 0;
        }
    }
}
