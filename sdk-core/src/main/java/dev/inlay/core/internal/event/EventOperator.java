package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.BlockedStream;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What operators see of every database, with what only this node knows. Thread-safe. */
final class EventOperator implements EventOperations {

    private static final Comparator<Hold> BY_TARGET = Comparator.comparing(Hold::target)
            .thenComparing(hold -> hold.tenant().map(TenantId::value).orElse(""));

    private final Supplier<List<Outboxes.Named>> databases;
    private final Function<Outboxes.Named, Sending> sending;
    private final OperatorActs acts;

    EventOperator(
            Supplier<List<Outboxes.Named>> databases, Function<Outboxes.Named, Sending> sending, OperatorActs acts) {
        this.databases = databases;
        this.sending = sending;
        this.acts = acts;
    }

    @Override
    public Page<TargetStatus> status(EventFilter filter, String after, int limit) {
        requireWide(filter);
        return DatabasePages.list(databases.get(), after, limit, (database, from) -> {
            OutboxOperations operations = database.operations().get();
            Page<TargetStatus> page = operations.status(filter, from, limit);
            Sending now = sending.apply(database);
            List<Hold> holds = operations.holds();
            return Page.of(
                    page.items().stream()
                            .map(status -> completed(database, status, now, holds))
                            .toList(),
                    page.next().orElse(""));
        });
    }

    private static TargetStatus completed(Outboxes.Named database, TargetStatus status, Sending now, List<Hold> holds) {
        return status.toBuilder()
                .database(database.database())
                .inFlight(now.inFlight(lane -> isOf(lane, status)))
                .notAttempted(now.notAttempted.entrySet().stream()
                        .filter(entry -> isOf(entry.getKey(), status))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .stuck(now.stuck.getOrDefault(status.target(), 0))
                .hold(holds.stream()
                        .filter(hold -> hold.covers(status.tenant(), status.target()))
                        .min(BY_TARGET))
                .build();
    }

    private static boolean isOf(Lane lane, TargetStatus status) {
        return lane.tenant().equals(status.tenant()) && lane.target().equals(status.target());
    }

    @Override
    public Page<BlockedStream> blocked(EventFilter filter, String after, int limit) {
        requireWide(filter);
        return DatabasePages.list(databases.get(), after, limit, (database, from) -> {
            Page<BlockedStream> page = database.operations().get().blocked(filter, from, limit);
            return Page.of(
                    page.items().stream()
                            .map(stream -> stream.in(database.database()))
                            .toList(),
                    page.next().orElse(""));
        });
    }

    private static void requireWide(EventFilter filter) {
        if (filter.isNarrow()) {
            throw new InvalidValueException("filter", "may ask for a tenant and a target here, and for nothing else");
        }
    }

    @Override
    public Page<ParkedEvent> parked(EventFilter filter, String after, int limit) {
        return DatabasePages.list(
                databases.get(),
                after,
                limit,
                (database, from) -> database.operations().get().parked(filter, from, limit));
    }

    @Override
    public List<ShardStatus> shards() {
        return each((database, operations) -> {
                    Sending now = sending.apply(database);
                    return operations.shards().stream()
                            .map(shard -> shard.toBuilder()
                                    .database(database.database())
                                    .inFlight(now.inFlight(lane -> lane.shard() == shard.shard()))
                                    .build());
                })
                .toList();
    }

    @Override
    public List<NodeStatus> nodes() {
        return each((database, operations) -> operations.nodes().stream()
                        .map(node -> new NodeStatus(database.database(), node.node(), node.until())))
                .toList();
    }

    /** An order is the same in every database. */
    @Override
    public List<Hold> holds() {
        return each((database, operations) -> operations.holds().stream())
                .distinct()
                .sorted(BY_TARGET)
                .toList();
    }

    private <T> Stream<T> each(Reading<T> reading) {
        return databases.get().stream()
                .flatMap(database -> reading.of(database, database.operations().get()));
    }

    @Override
    public ReplayResult preview(Replay what) {
        return acts.preview(what);
    }

    @Override
    public ReplayResult replay(Replay what, Act act, Predicate<ReplayResult> watch) {
        return acts.replay(what, act, watch);
    }

    @Override
    public boolean discard(TenantId tenant, String target, String eventId, Act act) {
        return acts.discard(tenant, target, eventId, act);
    }

    @Override
    public boolean hold(TenantId tenant, String target, Act act) {
        return acts.hold(Optional.of(tenant), target, act);
    }

    @Override
    public boolean hold(String target, Act act) {
        return acts.hold(Optional.empty(), target, act);
    }

    @Override
    public boolean resume(TenantId tenant, String target, Act act) {
        return acts.resume(Optional.of(tenant), target, act);
    }

    @Override
    public boolean resume(String target, Act act) {
        return acts.resume(Optional.empty(), target, act);
    }

    @FunctionalInterface
    private interface Reading<T> {
        Stream<T> of(Outboxes.Named database, OutboxOperations operations);
    }

    /**
     * What a node has on its way: by lane, and by target what was given up and has not returned; and why the last
     * attempt of a lane was not made.
     */
    record Sending(Map<Lane, Integer> inFlight, Map<String, Integer> stuck, Map<Lane, String> notAttempted) {

        private int inFlight(Predicate<Lane> where) {
            return inFlight.entrySet().stream()
                    .filter(entry -> where.test(entry.getKey()))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }
}
