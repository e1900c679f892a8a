package dev.inlay.testkit.contracts;

import dev.inlay.api.event.BlockedStream;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.OutboxOperations;
import java.util.List;
import java.util.Optional;

/** Does what other operations do; broken ones change a single thing. */
class ForwardingOperations implements OutboxOperations {

    final OutboxOperations sound;

    ForwardingOperations(OutboxOperations sound) {
        this.sound = sound;
    }

    @Override
    public Page<TargetStatus> status(EventFilter filter, String after, int limit) {
        return sound.status(filter, after, limit);
    }

    @Override
    public Page<BlockedStream> blocked(EventFilter filter, String after, int limit) {
        return sound.blocked(filter, after, limit);
    }

    @Override
    public Page<ParkedEvent> parked(EventFilter filter, String after, int limit) {
        return sound.parked(filter, after, limit);
    }

    @Override
    public List<ShardStatus> shards() {
        return sound.shards();
    }

    @Override
    public List<NodeStatus> nodes() {
        return sound.nodes();
    }

    @Override
    public Step replay(Replay what, String after, boolean move) {
        return sound.replay(what, after, move);
    }

    @Override
    public boolean discard(TenantId tenant, String target, String eventId, Tombstone instead) {
        return sound.discard(tenant, target, eventId, instead);
    }

    @Override
    public boolean hold(Hold hold) {
        return sound.hold(hold);
    }

    @Override
    public boolean resume(Optional<TenantId> tenant, String target) {
        return sound.resume(tenant, target);
    }

    @Override
    public List<Hold> holds() {
        return sound.holds();
    }
}
