package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDedupe.INLAY_DEDUPE;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayShard.INLAY_SHARD;

import dev.inlay.api.event.Published;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.LaneStart;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The outbox in the host's database: which transaction each part of the work runs in. */
public final class JooqOutboxStore implements OutboxStore {

    private final Database database;
    private final ShardLeases leases;
    private final Pages pages;
    private final Removals removals;
    private final @Nullable InstantSource keeping;

    /**
     * Opens nothing.
     *
     * @param database the host's
     */
    public JooqOutboxStore(Database database) {
        this(database, null);
    }

    private JooqOutboxStore(Database database, @Nullable InstantSource keeping) {
        this.database = database;
        this.leases = new ShardLeases(database);
        this.pages = new Pages(database);
        this.removals = new Removals(database);
        this.keeping = keeping;
    }

    @Override
    public OutboxStore keepingDeliveries(InstantSource clock) {
        return new JooqOutboxStore(database, clock);
    }

    @Override
    public int shards() {
        return database.shards();
    }

    @Override
    public Published append(Connection tx, OutboxEntry entry) {
        EventWriter.validate(entry);
        return database.join(
                tx,
                () -> "publishing " + entry.type() + " for tenant " + entry.tenant(),
                (joined, statements) -> new EventWriter(joined, statements).append(entry));
    }

    @Override
    public List<Published> appendAll(Connection tx, List<OutboxEntry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        entries.forEach(EventWriter::validate);
        return database.join(
                tx,
                () -> "publishing " + entries.size() + " events for tenant "
                        + entries.get(0).tenant(),
                (joined, statements) -> new EventWriter(joined, statements).append(entries));
    }

    @Override
    public List<Lane> lanesOf(OutboxEntry entry) {
        Shards all = new Shards(shards());
        List<Lane> lanes = new ArrayList<>(entry.targets().size());
        for (String target : entry.targets()) {
            int shard = all.of(entry.tenant(), target, entry.key(), entry.eventId());
            lanes.add(new Lane(shard, entry.tenant(), target));
        }
        return lanes;
    }

    @Override
    public Map<Integer, Instant> nextDue(Collection<Integer> shards) {
        return database.call("looking for delayed events", tx -> new DueEvents(tx).next(shards));
    }

    @Override
    public OptionalInt moveDue(String node, ShardLease lease, Instant now, int limit) {
        return database.call("moving due events of shard " + lease.shard(), tx -> {
            boolean held = ShardLeases.lock(tx, lease.shard())
                    .filter(shard -> ShardLeases.isHeld(shard, node, lease))
                    .isPresent();
            return held ? OptionalInt.of(new DueEvents(tx).move(lease.shard(), now, limit)) : OptionalInt.empty();
        });
    }

    @Override
    public int heartbeat(String node, Duration ttl) {
        return leases.heartbeat(node, ttl);
    }

    @Override
    public List<ShardLease> lease(String node, int wanted, Duration ttl) {
        return leases.lease(node, wanted, ttl);
    }

    @Override
    public List<ShardLease> owned(String node) {
        return leases.owned(node);
    }

    @Override
    public List<ShardLease> release(String node, Collection<ShardLease> given) {
        return leases.release(node, given);
    }

    @Override
    public List<Lane> lanes(int shard) {
        return lanes(List.of(shard));
    }

    @Override
    public List<Lane> lanes(Collection<Integer> shards) {
        return database.look("listing the lanes of shards " + shards, tx -> LaneReader.lanes(tx, shards));
    }

    @Override
    public List<StoredEvent> read(Lane lane, long afterId, int limit) {
        return settled(pages.read(List.of(new LaneStart(lane, afterId, limit)))).get(0);
    }

    @Override
    public List<List<StoredEvent>> readAll(List<LaneStart> starts) {
        return settled(pages.read(starts));
    }

    @Override
    public List<List<StoredEvent>> readStreams(List<StreamStart> starts) {
        return settled(pages.readStreams(starts));
    }

    @Override
    public Map<StreamRef, Long> firstUndelivered(Collection<StreamRef> streams) {
        return pages.firstUndelivered(streams);
    }

    @Override
    public OptionalLong firstUndelivered(StreamRef stream) {
        return read("reading " + named(stream.lane()), reader -> reader.firstUndelivered(stream));
    }

    @Override
    public List<RetryState> retries(int shard) {
        LaneReader.Retries found = read("reading the retries of shard " + shard, reader -> reader.retries(shard));
        if (!found.orphaned().isEmpty()) {
            database.call("dropping retries of shard " + shard, tx -> dropOrphans(tx, shard));
        }
        return found.left();
    }

    /** Nothing moves while the shard's row is locked. Where somebody has it, the next owner does it. */
    private static int dropOrphans(Tx tx, int shard) {
        if (!ShardLeases.isLockedNow(tx, INLAY_SHARD.SHARD.eq(shard))) {
            return 0;
        }
        List<RetryState> orphaned = new LaneReader(tx.sql()).retries(shard).orphaned();
        orphaned.forEach(new LaneWriter(tx)::drop);
        return orphaned.size();
    }

    @Override
    public List<StreamRef> parkedStreams(int shard) {
        return read("reading the parked streams of shard " + shard, reader -> reader.parkedStreams(shard));
    }

    @Override
    public List<Integer> delivered(List<Acknowledged> acknowledged) {
        if (acknowledged.isEmpty()) {
            return List.of();
        }
        String doing = "completing events of "
                + named(acknowledged.get(0).lane())
                + (acknowledged.size() == 1 ? "" : ", among others");
        return keeping == null && removals.suits(acknowledged)
                ? removals.remove(doing, acknowledged)
                : database.call(doing, tx -> remove(tx, acknowledged));
    }

    /** What is kept in the ledger is gone when the rest is removed. */
    private List<Integer> remove(Tx tx, List<Acknowledged> acknowledged) {
        if (keeping == null) {
            return new LaneWriter(tx).delivered(acknowledged);
        }
        List<Integer> kept = acknowledged.stream()
                .map(batch -> JooqDeliveryStore.keep(tx, batch, ids(batch), keeping.instant()))
                .toList();
        List<Integer> removed = new LaneWriter(tx).delivered(acknowledged);
        return IntStream.range(0, kept.size())
                .map(i -> kept.get(i) + removed.get(i))
                .boxed()
                .toList();
    }

    private static List<Long> ids(Acknowledged batch) {
        return batch.events().stream().map(StoredEvent::id).sorted().toList();
    }

    @Override
    public boolean postpone(String node, ShardLease lease, RetryState retry) {
        return asOwner("postponing in " + named(retry.lane()), node, lease, writer -> {
                    writer.postpone(retry);
                    return true;
                })
                .isPresent();
    }

    /** The event goes first, so that whoever finds the work half done parks the rest behind it. */
    @Override
    public boolean park(String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
        String doing = "parking event " + event.eventId() + " of " + named(lane);
        Optional<OptionalLong> more = asOwner(doing, node, lease, writer -> writer.park(lane, event, reason, at));
        while (more.isPresent() && more.get().isPresent()) {
            long after = more.get().getAsLong();
            more = asOwner(doing, node, lease, writer -> writer.parkBehind(lane, event, after, at));
        }
        return more.isPresent();
    }

    @Override
    public boolean doubt(String node, ShardLease lease, long id) {
        return leases.doubt(node, lease, id);
    }

    @Override
    public boolean reform(String node, ShardLease lease, Lane lane, StoredEvent event) {
        Storable.checked("event.payload.contentType", event.payload().contentType(), 200);
        String doing = "bringing event " + event.eventId() + " of " + named(lane) + " to version " + event.version();
        return asOwner(doing, node, lease, writer -> writer.reform(lane, event)).orElse(false);
    }

    @Override
    public int purgeRequests(Instant before, int limit) {
        return database.call(
                "purging request ids",
                tx -> Purge.oldest(tx.sql(), INLAY_DEDUPE, INLAY_DEDUPE.PUBLISHED_US, before, limit));
    }

    @Override
    public boolean takeTurn(String chore, Duration every) {
        return database.call("taking a turn at " + chore, tx -> Chores.take(tx, chore, every));
    }

    /** What is read is sent, and must not be forgotten by the database afterwards. */
    private List<List<StoredEvent>> settled(List<List<StoredEvent>> read) {
        if (read.stream().anyMatch(page -> !page.isEmpty())) {
            database.settle();
        }
        return read;
    }

    private <T> T read(String doing, Function<LaneReader, T> work) {
        return database.call(doing, tx -> work.apply(new LaneReader(tx.sql())));
    }

    private <T> Optional<T> asOwner(String doing, String node, ShardLease lease, Function<LaneWriter, T> work) {
        return database.call(
                doing,
                tx -> ShardLeases.lock(tx, lease.shard())
                        .filter(shard -> ShardLeases.isHeld(shard, node, lease))
                        .map(shard -> work.apply(new LaneWriter(tx))));
    }

    private static String named(Lane lane) {
        return "tenant " + lane.tenant() + ", target " + lane.target();
    }
}
