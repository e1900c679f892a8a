package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Published;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxOperations;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An outbox in memory that behaves as one in a database: rows show at the commit, a stream stays locked until its
 * transaction ends, and ids are taken before the commit, so that a lower id may show after a higher one. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryOutboxStore implements OutboxStore {

    private final InMemoryDatabase database;
    private final InMemoryLeases leases;
    private final InMemoryDelayed delayed;
    private final InMemoryOutboxRows rows;
    private final InMemoryDeliveries deliveries;
    private final OutboxOperations operations;
    private final @Nullable InstantSource keeping;
    private final InstantSource clock;
    private final AtomicLong ids;
    private final Map<StreamKey, Long> lastSeq;
    private final Map<RequestKey, Request> requests;
    private final Map<String, Instant> chores;

    /**
     * Creates an empty outbox.
     *
     * @param database whose transactions events are written in
     * @param clock what leases end by
     * @param shards how many, at least 1
     */
    public InMemoryOutboxStore(InMemoryDatabase database, InstantSource clock, int shards) {
        this.database = database;
        this.clock = clock;
        this.ids = new AtomicLong();
        this.leases = new InMemoryLeases(clock, shards, ids::incrementAndGet);
        this.delayed = new InMemoryDelayed();
        this.rows = new InMemoryOutboxRows();
        this.deliveries = new InMemoryDeliveries(database, rows, leases);
        this.operations = new InMemoryOutboxOperations(database, rows, delayed, leases);
        this.keeping = null;
        this.lastSeq = new HashMap<>();
        this.requests = new HashMap<>();
        this.chores = new HashMap<>();
    }

    private InMemoryOutboxStore(InMemoryOutboxStore same, InstantSource keeping) {
        this.database = same.database;
        this.clock = same.clock;
        this.leases = same.leases;
        this.delayed = same.delayed;
        this.rows = same.rows;
        this.deliveries = same.deliveries;
        this.operations = same.operations;
        this.keeping = keeping;
        this.ids = same.ids;
        this.lastSeq = same.lastSeq;
        this.requests = same.requests;
        this.chores = same.chores;
    }

    /**
     * The ledger of what was acknowledged, where that is kept.
     *
     * @return the same object each time
     */
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public OutboxStore keepingDeliveries(InstantSource when) {
        return new InMemoryOutboxStore(this, when);
    }

    @Override
    public int purgeRequests(Instant before, int limit) {
        return database.atomically(() -> {
            List<RequestKey> old = requests.entrySet().stream()
                    .filter(entry -> entry.getValue().at.isBefore(before))
                    .sorted(Comparator.comparing(entry -> entry.getValue().at))
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .toList();
            old.forEach(requests::remove);
            return old.size();
        });
    }

    @Override
    public boolean takeTurn(String chore, Duration every) {
        return database.atomically(() -> {
            Instant now = clock.instant();
            boolean due = !chores.getOrDefault(chore, now).isAfter(now);
            if (due) {
                chores.put(chore, now.plus(every));
            }
            return due;
        });
    }

    /**
     * What operators do with this outbox.
     *
     * @return the same object each time
     */
    public OutboxOperations operations() {
        return operations;
    }

    @Override
    public int shards() {
        return leases.size();
    }

    @Override
    public Published append(Connection tx, OutboxEntry entry) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        if (entry.requestId().isPresent()) {
            Published first = repeated(transaction, entry, entry.requestId().get());
            if (first != null) {
                return first;
            }
        }
        for (String target : entry.targets()) {
            append(transaction, entry, target);
        }
        return new Published(entry.eventId(), false);
    }

    @Override
    public List<Published> appendAll(Connection tx, List<OutboxEntry> entries) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        refuseOtherContent(transaction, entries);
        entries.stream()
                .filter(entry -> entry.key().isPresent())
                .flatMap(entry -> entry.targets().stream()
                        .map(target -> new StreamKey(
                                entry.tenant(), target, entry.key().get())))
                .sorted(StreamKey.ORDER)
                .forEach(transaction::lock);
        return entries.stream().map(entry -> append(tx, entry)).toList();
    }

    /** Before anything is written, since nothing can be taken back alone. */
    private void refuseOtherContent(InMemoryTransaction transaction, List<OutboxEntry> entries) {
        Map<RequestKey, String> fingerprints = new TreeMap<>(RequestKey.ORDER);
        entries.forEach(entry -> entry.requestId()
                .ifPresent(id -> fingerprints.putIfAbsent(new RequestKey(entry.tenant(), id), entry.fingerprint())));
        Map<RequestKey, Request> mine = transaction.local(RequestKey.class, HashMap::new);
        fingerprints.replaceAll((key, given) -> {
            transaction.lock(key);
            Request before = database.atomically(() -> mine.getOrDefault(key, requests.get(key)));
            return before == null ? given : before.fingerprint;
        });
        for (OutboxEntry entry : entries) {
            entry.requestId().ifPresent(id -> {
                if (!entry.fingerprint().equals(fingerprints.get(new RequestKey(entry.tenant(), id)))) {
                    throw otherContent(entry, id);
                }
            });
        }
    }

    private static InvalidValueException otherContent(OutboxEntry entry, String requestId) {
        return new InvalidValueException(
                "event.requestId", "'" + requestId + "' was used with other content for " + entry.tenant());
    }

    private @Nullable Published repeated(InMemoryTransaction transaction, OutboxEntry entry, String requestId) {
        RequestKey key = new RequestKey(entry.tenant(), requestId);
        transaction.lock(key);
        Map<RequestKey, Request> mine = transaction.local(RequestKey.class, HashMap::new);
        Request before = database.atomically(() -> mine.getOrDefault(key, requests.get(key)));
        if (before == null) {
            Request request = new Request(
                    entry.eventId(), entry.fingerprint(), entry.due().orElse(entry.at()));
            mine.put(key, request);
            transaction.onCommit(() -> requests.put(key, request));
            return null;
        }
        if (!before.fingerprint.equals(entry.fingerprint())) {
            throw otherContent(entry, requestId);
        }
        return new Published(before.eventId, true);
    }

    private void append(InMemoryTransaction transaction, OutboxEntry entry, String target) {
        if (entry.key().isEmpty()) {
            Lane lane = lane(entry.tenant(), target, entry.eventId());
            StoredEvent event = row(entry, 0);
            transaction.onCommit(() ->
                    entry.due().ifPresentOrElse(due -> delayed.add(lane, event, due), () -> rows.add(lane, event)));
            return;
        }
        StreamKey stream = new StreamKey(entry.tenant(), target, entry.key().get());
        transaction.lock(stream);
        if (entry.due().isPresent()) {
            Lane lane = lane(entry.tenant(), target, stream.key);
            StoredEvent event = row(entry, 0);
            transaction.onCommit(() -> delayed.add(lane, event, entry.due().get()));
            return;
        }
        Map<StreamKey, Long> mine = transaction.local(StreamKey.class, HashMap::new);
        long seq = 1 + database.atomically(() -> mine.getOrDefault(stream, lastSeq.getOrDefault(stream, 0L)));
        mine.put(stream, seq);
        Lane lane = lane(entry.tenant(), target, stream.key);
        StoredEvent event = row(entry, seq);
        transaction.onCommit(() -> {
            lastSeq.put(stream, seq);
            rows.add(lane, event);
        });
    }

    @Override
    public List<Lane> lanesOf(OutboxEntry entry) {
        String spread = entry.key().orElse(entry.eventId());
        return entry.targets().stream()
                .map(target -> lane(entry.tenant(), target, spread))
                .toList();
    }

    private Lane lane(TenantId tenant, String target, String spread) {
        int hash = (tenant + "/" + target + "/" + spread).hashCode();
        return new Lane(Math.floorMod(hash ^ (hash >>> 16), leases.size()), tenant, target);
    }

    private StoredEvent row(OutboxEntry entry, long seq) {
        return new StoredEvent(
                ids.incrementAndGet(),
                entry.key(),
                seq == 0 ? 0 : 1,
                seq,
                entry.eventId(),
                entry.type(),
                entry.version(),
                entry.payload(),
                entry.at());
    }

    @Override
    public int heartbeat(String node, Duration ttl) {
        return database.atomically(() -> leases.heartbeat(node, ttl));
    }

    @Override
    public List<ShardLease> lease(String node, int wanted, Duration ttl) {
        return database.atomically(() -> leases.lease(node, wanted, ttl));
    }

    @Override
    public List<ShardLease> owned(String node) {
        return database.atomically(() -> leases.owned(node));
    }

    @Override
    public List<ShardLease> release(String node, Collection<ShardLease> given) {
        return database.atomically(() -> leases.release(node, given));
    }

    @Override
    public Map<Integer, Instant> nextDue(Collection<Integer> shards) {
        return database.atomically(() -> delayed.next(shards));
    }

    @Override
    public OptionalInt moveDue(String node, ShardLease lease, Instant now, int limit) {
        return database.inTransaction(transaction -> {
            if (!database.atomically(() -> leases.holds(node, lease))) {
                return OptionalInt.empty();
            }
            List<InMemoryDelayed.Row> due = database.atomically(() -> delayed.due(lease.shard(), now));
            Map<StreamKey, Boolean> locked = new HashMap<>();
            List<InMemoryDelayed.Row> moving = due.stream()
                    .filter(row ->
                            row.event().key().isEmpty() || locked.computeIfAbsent(streamOf(row), transaction::tryLock))
                    .limit(limit)
                    .toList();
            transaction.onCommit(() -> moving.forEach(this::move));
            return OptionalInt.of(moving.size());
        });
    }

    private static StreamKey streamOf(InMemoryDelayed.Row row) {
        return new StreamKey(
                row.lane().tenant(), row.lane().target(), row.event().key().orElseThrow());
    }

    private void move(InMemoryDelayed.Row row) {
        if (!delayed.remove(row)) {
            return;
        }
        boolean keyed = row.event().key().isPresent();
        long seq = keyed ? lastSeq.merge(streamOf(row), 1L, Long::sum) : 0;
        StoredEvent waited = row.event();
        rows.add(
                row.lane(),
                new StoredEvent(
                        ids.incrementAndGet(),
                        waited.key(),
                        keyed ? 1 : 0,
                        seq,
                        waited.eventId(),
                        waited.type(),
                        waited.version(),
                        waited.payload(),
                        waited.at()));
    }

    @Override
    public List<Lane> lanes(int shard) {
        return database.atomically(() -> rows.lanes(shard));
    }

    @Override
    public List<StoredEvent> read(Lane lane, long afterId, int limit) {
        return database.atomically(() -> rows.read(lane, afterId, limit));
    }

    @Override
    public List<List<StoredEvent>> readStreams(List<StreamStart> starts) {
        return database.atomically(() -> starts.stream().map(rows::readStream).toList());
    }

    @Override
    public OptionalLong firstUndelivered(StreamRef stream) {
        return database.atomically(() -> rows.firstUndelivered(stream));
    }

    @Override
    public List<RetryState> retries(int shard) {
        return database.atomically(() -> rows.retries(shard));
    }

    @Override
    public List<StreamRef> parkedStreams(int shard) {
        return database.atomically(() -> rows.parkedStreams(shard));
    }

    @Override
    public List<Integer> delivered(List<Acknowledged> acknowledged) {
        return database.atomically(() -> acknowledged.stream()
                .map(batch -> {
                    if (keeping != null) {
                        deliveries.keep(batch.lane(), batch.events(), keeping.instant());
                    }
                    return rows.remove(batch.lane(), batch.events());
                })
                .toList());
    }

    @Override
    public boolean postpone(String node, ShardLease lease, RetryState retry) {
        return database.atomically(() -> {
            boolean owner = leases.holds(node, lease);
            if (owner) {
                rows.postpone(retry);
            }
            return owner;
        });
    }

    @Override
    public boolean park(String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
        return database.atomically(() -> {
            boolean owner = leases.holds(node, lease);
            if (owner) {
                rows.park(lane, event, reason, at);
            }
            return owner;
        });
    }

    @Override
    public boolean doubt(String node, ShardLease lease, long id) {
        return database.atomically(() -> leases.doubt(node, lease, id));
    }

    @Override
    public boolean reform(String node, ShardLease lease, Lane lane, StoredEvent event) {
        return database.atomically(() -> leases.holds(node, lease) && rows.reform(lane, event));
    }

    private record StreamKey(TenantId tenant, String target, String key) {
        private static final Comparator<StreamKey> ORDER = Comparator.comparing(StreamKey::tenant)
                .thenComparing(StreamKey::target)
                .thenComparing(StreamKey::key);
    }

    private record RequestKey(TenantId tenant, String requestId) {
        private static final Comparator<RequestKey> ORDER =
                Comparator.comparing(RequestKey::tenant).thenComparing(RequestKey::requestId);
    }

    private record Request(String eventId, String fingerprint, Instant at) {}
}
