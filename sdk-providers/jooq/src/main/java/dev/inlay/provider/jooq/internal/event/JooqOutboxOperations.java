package dev.inlay.provider.jooq.internal.event;

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
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.spi.store.OutboxOperations;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What operators do with the outbox in the host's database, as the relay: which transaction each part runs in. */
public final class JooqOutboxOperations implements OutboxOperations {

    private final Database database;

    /**
     * Opens nothing.
     *
     * @param database the host's
     */
    public JooqOutboxOperations(Database database) {
        this.database = database;
    }

    @Override
    public Page<TargetStatus> status(EventFilter filter, String after, int limit) {
        return read("reading how " + filter + " stand", reader -> reader.status(filter, after, limit));
    }

    @Override
    public Page<BlockedStream> blocked(EventFilter filter, String after, int limit) {
        int shards = database.shards();
        return database.call(
                "listing blocked streams of " + filter,
                tx -> new BlockedReader(tx.sql(), shards, filter, limit).read(after));
    }

    @Override
    public Page<ParkedEvent> parked(EventFilter filter, String after, int limit) {
        return database.call(
                "listing what is parked of " + filter, tx -> new ParkedReader(tx.sql()).parked(filter, after, limit));
    }

    @Override
    public List<ShardStatus> shards() {
        int shards = database.shards();
        return database.call("reading the shards", tx -> new ShardReader(tx, shards).read());
    }

    @Override
    public List<NodeStatus> nodes() {
        return read("reading the nodes", StatusReader::nodes);
    }

    @Override
    public Step replay(Replay what, String after, boolean move) {
        return moving("replaying " + what, mover -> mover.replay(what, after, move));
    }

    @Override
    public boolean discard(TenantId tenant, String target, String eventId, Tombstone instead) {
        return moving(
                "discarding event " + eventId + " of tenant " + tenant + ", target " + target,
                mover -> mover.discard(tenant, target, eventId, instead));
    }

    @Override
    public boolean hold(Hold hold) {
        return database.call("holding target " + hold.target(), tx -> new Holds(tx).add(hold));
    }

    @Override
    public boolean resume(Optional<TenantId> tenant, String target) {
        return database.call("resuming target " + target, tx -> new Holds(tx).remove(tenant, target));
    }

    @Override
    public List<Hold> holds() {
        return database.call("reading the holds", tx -> new Holds(tx).all());
    }

    private <T> T read(String doing, Function<StatusReader, T> work) {
        int shards = database.shards();
        return database.call(doing, tx -> work.apply(new StatusReader(tx.sql(), shards)));
    }

    private <T> T moving(String doing, Function<ParkedMover, T> work) {
        Shards shards = new Shards(database.shards());
        return database.call(doing, tx -> work.apply(new ParkedMover(tx, shards)));
    }
}
