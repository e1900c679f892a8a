package dev.inlay.testkit.contracts;

import dev.inlay.api.event.Published;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import dev.inlay.spi.store.StreamStart;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Does what another store does; a broken one changes a single thing. */
class ForwardingOutboxStore implements OutboxStore {

    final OutboxStore sound;

    ForwardingOutboxStore(OutboxStore sound) {
        this.sound = sound;
    }

    @Override
    public int shards() {
        return sound.shards();
    }

    @Override
    public Published append(Connection tx, OutboxEntry entry) {
        return sound.append(tx, entry);
    }

    @Override
    public List<Published> appendAll(Connection tx, List<OutboxEntry> entries) {
        return sound.appendAll(tx, entries);
    }

    @Override
    public Map<Integer, Instant> nextDue(Collection<Integer> shards) {
        return sound.nextDue(shards);
    }

    @Override
    public OptionalInt moveDue(String node, ShardLease lease, Instant now, int limit) {
        return sound.moveDue(node, lease, now, limit);
    }

    @Override
    public int heartbeat(String node, Duration ttl) {
        return sound.heartbeat(node, ttl);
    }

    @Override
    public List<ShardLease> lease(String node, int wanted, Duration ttl) {
        return sound.lease(node, wanted, ttl);
    }

    @Override
    public List<ShardLease> owned(String node) {
        return sound.owned(node);
    }

    @Override
    public List<Lane> lanesOf(OutboxEntry entry) {
        return sound.lanesOf(entry);
    }

    @Override
    public List<ShardLease> release(String node, Collection<ShardLease> leases) {
        return sound.release(node, leases);
    }

    @Override
    public List<Lane> lanes(int shard) {
        return sound.lanes(shard);
    }

    @Override
    public List<StoredEvent> read(Lane lane, long afterId, int limit) {
        return sound.read(lane, afterId, limit);
    }

    @Override
    public List<List<StoredEvent>> readStreams(List<StreamStart> starts) {
        return sound.readStreams(starts);
    }

    @Override
    public OptionalLong firstUndelivered(StreamRef stream) {
        return sound.firstUndelivered(stream);
    }

    @Override
    public List<RetryState> retries(int shard) {
        return sound.retries(shard);
    }

    @Override
    public List<StreamRef> parkedStreams(int shard) {
        return sound.parkedStreams(shard);
    }

    @Override
    public List<Integer> delivered(List<Acknowledged> acknowledged) {
        return sound.delivered(acknowledged);
    }

    @Override
    public boolean postpone(String node, ShardLease lease, RetryState retry) {
        return sound.postpone(node, lease, retry);
    }

    @Override
    public boolean park(String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
        return sound.park(node, lease, lane, event, reason, at);
    }

    @Override
    public boolean doubt(String node, ShardLease lease, long id) {
        return sound.doubt(node, lease, id);
    }

    @Override
    public boolean reform(String node, ShardLease lease, Lane lane, StoredEvent event) {
        return sound.reform(node, lease, lane, event);
    }

    @Override
    public OutboxStore keepingDeliveries(InstantSource clock) {
        return sound.keepingDeliveries(clock);
    }

    @Override
    public int purgeRequests(Instant before, int limit) {
        return sound.purgeRequests(before, limit);
    }

    @Override
    public boolean takeTurn(String chore, Duration every) {
        return sound.takeTurn(chore, every);
    }
}
