package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.BlockedStream;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult.OfTarget;
import dev.inlay.api.event.RowCount;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxRows.Parked;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What operators do with an {@link InMemoryOutboxStore}: everything is looked at, so its tokens are texts that sort.
 */
final class InMemoryOutboxOperations implements OutboxOperations {

    private final InMemoryDatabase database;
    private final InMemoryOutboxRows rows;
    private final InMemoryDelayed delayed;
    private final InMemoryLeases leases;
    private final NavigableMap<String, Hold> holds = new TreeMap<>();

    InMemoryOutboxOperations(
            InMemoryDatabase database, InMemoryOutboxRows rows, InMemoryDelayed delayed, InMemoryLeases leases) {
        this.database = database;
        this.rows = rows;
        this.delayed = delayed;
        this.leases = leases;
    }

    @Override
    public Page<TargetStatus> status(EventFilter filter, String after, int limit) {
        return database.atomically(() -> {
            Map<String, Lane> pairs = new TreeMap<>();
            Stream.of(
                            rows.waiting().keySet().stream(),
                            rows.parked().values().stream().map(Parked::lane),
                            delayed.lanes())
                    .flatMap(lanes -> lanes)
                    .filter(lane -> means(filter, lane))
                    .forEach(lane -> pairs.put(pair(lane), lane));
            return page(pairs.values(), InMemoryOutboxOperations::pair, after, limit, this::status);
        });
    }

    private TargetStatus status(Lane of) {
        Predicate<Lane> here =
                lane -> lane.tenant().equals(of.tenant()) && lane.target().equals(of.target());
        List<Instant> parked = rows.parked().values().stream()
                .filter(row -> here.test(row.lane()))
                .map(Parked::at)
                .sorted()
                .toList();
        List<Instant> retries = rows.retries().stream()
                .filter(retry -> here.test(retry.lane()))
                .map(RetryState::nextAttempt)
                .sorted()
                .toList();
        return TargetStatus.of(of.tenant(), of.target())
                .waiting(waiting(here))
                .delayed(delayed(here))
                .parked(RowCount.of(parked.size()))
                .retrying(RowCount.of(retries.size()))
                .oldestWaiting(oldestWaiting(here))
                .oldestParked(parked.stream().findFirst())
                .nextAttempt(retries.stream().findFirst())
                .build();
    }

    private RowCount waiting(Predicate<Lane> here) {
        return RowCount.of(rows.waiting().entrySet().stream()
                .filter(lane -> here.test(lane.getKey()))
                .mapToLong(lane -> lane.getValue().size())
                .sum());
    }

    private RowCount delayed(Predicate<Lane> here) {
        return RowCount.of(delayed.lanes().filter(here).count());
    }

    private Optional<Instant> oldestWaiting(Predicate<Lane> here) {
        return rows.waiting().entrySet().stream()
                .filter(lane -> here.test(lane.getKey()))
                .map(lane -> lane.getValue().firstEntry().getValue())
                .min(Comparator.comparingLong(StoredEvent::id))
                .map(StoredEvent::at);
    }

    @Override
    public Page<BlockedStream> blocked(EventFilter filter, String after, int limit) {
        return database.atomically(() -> {
            Map<String, BlockedStream> streams = new TreeMap<>();
            for (RetryState retry : rows.retries()) {
                if (means(filter, retry.lane())) {
                    String subject = retry.key().isEmpty() ? " " + digits(retry.id()) : retry.key();
                    streams.put("1 " + pair(retry.lane()) + " " + subject, retrying(retry));
                }
            }
            for (Parked row : rows.parked().values()) {
                String key = row.event().key().orElse("");
                if (!key.isEmpty() && means(filter, row.lane())) {
                    streams.remove("1 " + pair(row.lane()) + " " + key);
                    streams.putIfAbsent("0 " + pair(row.lane()) + " " + key, parked(row));
                }
            }
            return page(streams.entrySet(), Map.Entry::getKey, after, limit, Map.Entry::getValue);
        });
    }

    private BlockedStream retrying(RetryState retry) {
        BlockedStream.Builder stream = BlockedStream.of(
                        retry.lane().tenant(), retry.lane().target())
                .shard(retry.lane().shard())
                .key(Optional.of(retry.key()).filter(key -> !key.isEmpty()))
                .retrying(retry.attempts(), retry.nextAttempt());
        Optional.ofNullable(rows.waiting().get(retry.lane()))
                .map(lane -> lane.get(retry.id()))
                .ifPresent(head -> stream.head(head.eventId(), head.type(), head.seq()));
        return stream.build();
    }

    private static BlockedStream parked(Parked row) {
        return BlockedStream.of(row.lane().tenant(), row.lane().target())
                .shard(row.lane().shard())
                .key(row.event().key())
                .head(row.event().eventId(), row.event().type(), row.event().seq())
                .parked(row.at(), row.reason())
                .build();
    }

    @Override
    public Page<ParkedEvent> parked(EventFilter filter, String after, int limit) {
        return database.atomically(() -> {
            Map<String, Parked> found = new TreeMap<>();
            for (Parked row : rows.parked().values()) {
                if (filter.matches(row.shown())) {
                    String age = digits(ChronoUnit.NANOS.between(Instant.EPOCH, row.at()));
                    found.put(pair(row.lane()) + " " + age + digits(row.event().id()), row);
                }
            }
            return page(
                    found.entrySet(),
                    Map.Entry::getKey,
                    after,
                    limit,
                    row -> row.getValue().shown());
        });
    }

    @Override
    public List<ShardStatus> shards() {
        return database.atomically(
                () -> leases.shardStatus().stream().map(this::completed).toList());
    }

    private ShardStatus completed(ShardStatus status) {
        Predicate<Lane> here = lane -> lane.shard() == status.shard();
        long parked = rows.parked().values().stream()
                .filter(row -> here.test(row.lane()))
                .count();
        long retrying =
                rows.retries().stream().filter(retry -> here.test(retry.lane())).count();
        return status.toBuilder()
                .retrying(RowCount.of(retrying))
                .waiting(waiting(here))
                .delayed(delayed(here))
                .parked(RowCount.of(parked))
                .oldestWaiting(oldestWaiting(here))
                .build();
    }

    @Override
    public List<NodeStatus> nodes() {
        return database.atomically(leases::nodeStatus);
    }

    @Override
    public Step replay(Replay what, String after, boolean move) {
        return database.atomically(() -> what.isOne() ? replayOne(what.filter(), move) : replaySome(what, after, move));
    }

    private Step replayOne(EventFilter filter, boolean move) {
        return row(filter)
                .map(row -> step(List.of(row), List.of(requireHead(row)), move, ""))
                .orElse(NOTHING);
    }

    private Step replaySome(Replay what, String after, boolean move) {
        Map<String, Parked> chosen = new TreeMap<>();
        for (Parked row : rows.parked().values()) {
            if (what.filter().matches(row.shown())) {
                chosen.put(pair(row.lane()) + " " + digits(row.event().id()), row);
            }
        }
        List<Parked> some = new ArrayList<>();
        String last = "";
        for (Map.Entry<String, Parked> next : chosen.entrySet()) {
            if (next.getKey().compareTo(after) > 0) {
                boolean other = !some.isEmpty()
                        && !pair(some.get(0).lane()).equals(pair(next.getValue().lane()));
                if (other || some.size() == PAGE) {
                    return step(some, ahead(some, what.filter()), move, last);
                }
                some.add(next.getValue());
                last = next.getKey();
            }
        }
        return some.isEmpty() ? NOTHING : step(some, ahead(some, what.filter()), move, "");
    }

    /** Those that no event of their stream stands before which is not chosen. */
    private List<Parked> ahead(List<Parked> some, EventFilter filter) {
        return some.stream()
                .filter(row -> row.event().key().isEmpty()
                        || rows.parked().values().stream()
                                .noneMatch(other -> isEarlier(other, row) && !filter.matches(other.shown())))
                .toList();
    }

    private Step step(List<Parked> chosen, List<Parked> moving, boolean move, String next) {
        Lane lane = chosen.get(0).lane();
        long streams = moving.stream()
                .filter(row -> row.event().key().isPresent() && head(row) == row)
                .count();
        if (move) {
            moving.forEach(rows::putBack);
            moving.stream().map(row -> row.lane().shard()).distinct().forEach(leases::revise);
        }
        OfTarget done = new OfTarget(
                lane.tenant(), lane.target(), moving.size(), streams, (long) chosen.size() - moving.size());
        return new Step(
                List.of(done), moving.stream().limit(10).map(Parked::shown).toList(), next);
    }

    @Override
    public boolean discard(TenantId tenant, String target, String eventId, Tombstone instead) {
        return database.atomically(() -> {
            Optional<Parked> found = row(tenant, target, eventId);
            found.ifPresent(row -> discard(requireHead(row), instead));
            return found.isPresent();
        });
    }

    private void discard(Parked row, Tombstone instead) {
        StoredEvent gone = row.event();
        rows.parked().remove(gone.id());
        if (gone.key().isPresent()) {
            StoredEvent tombstone = new StoredEvent(
                    gone.id(),
                    gone.key(),
                    gone.generation(),
                    gone.seq(),
                    instead.eventId(),
                    instead.type(),
                    1,
                    instead.payload(),
                    instead.at());
            rows.add(row.lane(), tombstone);
        }
        leases.revise(row.lane().shard());
    }

    @Override
    public boolean hold(Hold hold) {
        return database.atomically(() -> holds.putIfAbsent(name(hold.tenant(), hold.target()), hold) == null);
    }

    @Override
    public boolean resume(Optional<TenantId> tenant, String target) {
        return database.atomically(() -> holds.remove(name(tenant, target)) != null);
    }

    @Override
    public List<Hold> holds() {
        return database.atomically(() -> List.copyOf(holds.values()));
    }

    private static final Step NOTHING = new Step(List.of(), List.of(), "");

    private Optional<Parked> row(EventFilter one) {
        return rows.parked().values().stream()
                .filter(row -> one.matches(row.shown()))
                .findFirst();
    }

    private Optional<Parked> row(TenantId tenant, String target, String eventId) {
        return row(EventFilter.all().tenant(tenant).target(target).eventId(eventId));
    }

    private Parked requireHead(Parked row) {
        Parked head = head(row);
        if (head != row) {
            throw OutboxOperations.notHead(row.shown(), head.shown());
        }
        return row;
    }

    private Parked head(Parked row) {
        return rows.parked().values().stream()
                .filter(other -> isEarlier(other, row))
                .min(Comparator.comparingLong(other -> other.event().seq()))
                .orElse(row);
    }

    private static boolean isEarlier(Parked other, Parked row) {
        return other.event().key().isPresent()
                && other.lane().equals(row.lane())
                && other.event().key().equals(row.event().key())
                && other.event().seq() < row.event().seq();
    }

    private static boolean means(EventFilter filter, Lane lane) {
        return filter.tenant().map(lane.tenant()::equals).orElse(true)
                && filter.target().map(lane.target()::equals).orElse(true);
    }

    private static <R, T> Page<T> page(
            Collection<R> sorted, Function<R, String> place, String after, int limit, Function<R, T> shown) {
        if (!after.isEmpty() && !after.contains(" ")) {
            throw new InvalidValueException("after", "must be what the page before it ended with");
        }
        List<R> items = sorted.stream()
                .filter(row -> place.apply(row).compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        List<R> shownRows = items.subList(0, Math.min(limit, items.size()));
        String next = items.size() > limit ? place.apply(Objects.requireNonNull(shownRows.get(limit - 1))) : "";
        return Page.of(shownRows.stream().map(shown).toList(), next);
    }

    private static String pair(Lane lane) {
        return lane.tenant() + " " + lane.target();
    }

    private static String name(Optional<TenantId> tenant, String target) {
        return target + " " + tenant.map(TenantId::value).orElse("");
    }

    private static String digits(long number) {
        return String.format("%019d", number);
    }
}
