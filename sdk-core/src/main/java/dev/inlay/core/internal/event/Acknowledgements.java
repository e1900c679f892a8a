package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What receivers have that the store may still show. For the relay's thread only. */
final class Acknowledgements {

    /** So many times as much as may be held. */
    private static final long MANY = 4;

    private final RelayParts parts;
    private final Expectations expectations;
    private final Map<Lane, Map<Long, ShardWork>> acknowledged = new HashMap<>();
    private final long most;
    private final long mostOfLane;
    private int count;

    Acknowledgements(RelayParts parts, Expectations expectations) {
        this.parts = parts;
        this.expectations = expectations;
        this.mostOfLane = Math.max(
                MANY * parts.options().laneBuffer(), 2L * parts.options().batch());
        this.most = Math.max(mostOfLane, MANY * parts.options().buffer());
    }

    /** Has an event removed from the store, and remembers it until it is; once, however often it was taken. */
    void add(ShardWork shard, Lane lane, StoredEvent event, boolean retried) {
        Map<Long, ShardWork> acks = acknowledged.computeIfAbsent(lane, l -> new HashMap<>());
        if (acks.putIfAbsent(event.id(), shard) == null) {
            shard.begun();
            count++;
            if (acks.size() == mostOfLane + 1 || count == most + 1) {
                warn(lane, acks.size());
            }
            parts.complete(lane, event, retried);
        }
    }

    boolean remembers(Lane lane, StoredEvent event) {
        Map<Long, ShardWork> acks = acknowledged.get(lane);
        return acks != null && acks.containsKey(event.id());
    }

    int count() {
        return count;
    }

    /**
     * Whether there are so many of a lane, or of all of them, that more had better wait: all that is remembered takes
     * memory, and is sent again by the next owner.
     */
    boolean isBehind(Lane lane) {
        Map<Long, ShardWork> acks = acknowledged.get(lane);
        return count > most || (acks != null && acks.size() > mostOfLane);
    }

    private void warn(Lane lane, int ofLane) {
        parts.faults()
                .warn(
                        "many delivered",
                        count + " delivered events, of them " + ofLane + " of " + lane.tenant() + " to " + lane.target()
                                + " in shard " + lane.shard()
                                + ", are not known to be removed from the store; reading waits until some are");
    }

    /**
     * Delivered events are gone from the store, so that no later read shows them. When somebody else removed some,
     * nothing that is remembered of the lane is sure any more: leases are asked for anew, and the lane is read again.
     */
    void removed(Lane lane, List<StoredEvent> events, boolean all) {
        Map<Long, ShardWork> acks = Objects.requireNonNull(acknowledged.get(lane));
        for (StoredEvent event : events) {
            ShardWork shard = Objects.requireNonNull(acks.remove(event.id()));
            shard.finished();
            count--;
            if (!all) {
                doubt(shard, lane, event);
            }
        }
        if (acks.isEmpty()) {
            acknowledged.remove(lane);
        }
        if (!all) {
            parts.requestLease();
        }
    }

    private void doubt(ShardWork shard, Lane lane, StoredEvent event) {
        event.key().map(key -> new StreamRef(lane, key)).ifPresent(expectations::forget);
        if (shard.isLive()) {
            shard.lane(lane).reread();
        }
    }
}
