package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.BlockedStream;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult.OfTarget;
import dev.inlay.api.event.RowCount;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxOperations.Step;
import dev.inlay.spi.store.OutboxOperations.Tombstone;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What every {@link OutboxOperations} keeps, next to an outbox that keeps {@link OutboxStoreContract}.
 *
 * @since 0.1
 */
public abstract class OutboxOperationsContract extends OutboxWorkbench {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId NORTH = TenantId.of("north");
    private static final EventFilter ALL = EventFilter.all();

    /** For subclasses. */
    protected OutboxOperationsContract() {}

    @Requirement(
            id = "OPERATE-1",
            text =
                    "How it stands is listed by tenant, then target, page by page, with what waits, is tried again and is"
                            + " parked, and since when.")
    final void showsHowItStands() throws Exception {
        fill("claim-1", 3);
        commit(event("south").tenant("south").to("crm", "erp").key("k"), event("loose"));
        commit(event("tomorrow").tenant("east").due(Instant.now().plus(Duration.ofDays(1))));
        park("loose", "no", NOON);
        Instant later = NOON.plusSeconds(60);
        postpone("claim-1-1", 2, later);

        List<TargetStatus> all = all(after -> operations().status(ALL, after, 1));

        assertThat(all)
                .as("one pair a page")
                .extracting(
                        status -> status.tenant().value(),
                        TargetStatus::target,
                        TargetStatus::waiting,
                        TargetStatus::delayed)
                .containsExactly(
                        tuple("east", "erp", RowCount.NONE, RowCount.of(1)),
                        tuple("north", "erp", RowCount.of(3), RowCount.NONE),
                        tuple("south", "crm", RowCount.of(1), RowCount.NONE),
                        tuple("south", "erp", RowCount.of(1), RowCount.NONE));
        TargetStatus north = all.get(1);
        assertThat(north.parked()).as("parked").isEqualTo(RowCount.of(1));
        assertThat(north.retrying()).as("retrying").isEqualTo(RowCount.of(1));
        assertThat(north.oldestWaiting()).as("the oldest that waits").contains(OutboxDraft.AT);
        assertThat(north.oldestParked()).as("the oldest parked").contains(NOON);
        assertThat(north.nextAttempt()).as("the next attempt").contains(later);
        assertThat(all(after ->
                        operations().status(ALL.tenant(TenantId.of("south")).target("erp"), after, 5)))
                .as("one tenant and target")
                .hasSize(1);
    }

    @Requirement(id = "OPERATE-15", text = "Pairs that have nothing are not listed, nor what is not committed.")
    final void leavesOutWhoHasNothing() throws Exception {
        commit(event("e-1").key("claim-1"), event("e-2").to("crm"));
        for (Waiting each : waiting()) {
            store().delivered(each.lane(), List.of(each.event()));
        }
        try (Connection tx = begin()) {
            append(tx, event("later"));

            assertThat(operations().status(ALL, "", 10).items())
                    .as("when all was delivered")
                    .isEmpty();
            tx.commit();
        }
        assertThat(operations().status(ALL, "", 10).items())
                .as("after the commit")
                .hasSize(1);
    }

    @Requirement(
            id = "OPERATE-2",
            text = "Blocked streams are listed once each, page by page: parked ones with their head and reason, others"
                    + " with the attempts of their head.")
    final void showsBlockedStreams() throws Exception {
        for (int i = 1; i <= 5; i++) {
            fill("claim-" + i, 2);
        }
        fill("free", 2);
        commit(event("loose"));
        for (int i = 1; i <= 4; i++) {
            park("claim-" + i + "-1", "no " + i, NOON);
        }
        for (String tried : List.of("claim-5-1", "loose")) {
            postpone(tried, 3, NOON);
        }

        List<BlockedStream> all = all(after -> operations().blocked(ALL, after, 2));

        assertThat(all)
                .as("blocked streams, two a page")
                .extracting(BlockedStream::eventId, BlockedStream::parked, BlockedStream::attempts, BlockedStream::seq)
                .containsExactlyInAnyOrder(
                        tuple("claim-1-1", true, 0, 1L),
                        tuple("claim-2-1", true, 0, 1L),
                        tuple("claim-3-1", true, 0, 1L),
                        tuple("claim-4-1", true, 0, 1L),
                        tuple("claim-5-1", false, 3, 1L),
                        tuple("loose", false, 3, 0L));
        assertThat(all)
                .filteredOn(stream -> stream.key().equals(Optional.of("claim-2")))
                .extracting(BlockedStream::reason)
                .containsExactly("no 2");
        assertThat(all(after -> operations().blocked(ALL.target("crm"), after, 2)))
                .as("of another target")
                .isEmpty();
    }

    @Requirement(
            id = "OPERATE-3",
            text = "Parked events are listed by tenant, then target, oldest first, page by page, as far as a filter"
                    + " means them.")
    final void listsParkedEvents() throws Exception {
        commit(
                event("late").key("k-1"),
                event("early").key("k-2"),
                event("other").tenant("south").to("crm"));
        park("late", "no", NOON.plusSeconds(2));
        park("early", "no", NOON);
        park("other", "no", NOON);

        assertThat(parkedIds(ALL)).as("all").containsExactly("early", "late", "other");
        assertThat(parkedIds(ALL.tenant(NORTH))).as("a tenant's").containsExactly("early", "late");
        assertThat(parkedIds(ALL.target("crm"))).as("a target's").containsExactly("other");
        assertThat(parkedIds(ALL.since(NOON.plusSeconds(1)))).as("since").containsExactly("late");
        assertThat(parkedIds(ALL.until(NOON.plusSeconds(1)))).as("until").containsExactly("early", "other");
        assertThat(parkedIds(ALL.key("k-1"))).as("of a key").containsExactly("late");
        assertThat(parkedIds(ALL.eventId("other"))).as("with an id").containsExactly("other");
        assertThat(parkedIds(ALL.type("claim.paid"))).as("of another type").isEmpty();
        assertThat(operations().parked(ALL, "", 2).items()).as("two at most").hasSize(2);
    }

    @Requirement(
            id = "OPERATE-12",
            text =
                    "A parked event says whose it is, where it was to go, its type, key, number and time, and a reason of"
                            + " 500 characters at most.")
    final void showsWhatIsParked() throws Exception {
        commit(event("e-1").tenant("south").to("crm").key("k-1"));
        park("e-1", "x".repeat(600), NOON);

        ParkedEvent event = parked().get(0);

        assertThat(event)
                .isEqualTo(new ParkedEvent(
                        "e-1",
                        TenantId.of("south"),
                        "crm",
                        "claim.submitted",
                        Optional.of("k-1"),
                        1,
                        NOON,
                        "x".repeat(500)));
    }

    @Requirement(id = "OPERATE-4", text = "Shards and nodes are shown with owners, epochs and ends.")
    final void showsShardsAndNodes() {
        List<ShardLease> leases = leaseAll("node-a");

        List<ShardStatus> shards = operations().shards();

        assertThat(shards).as("shards").hasSize(store().shards());
        assertThat(shards).extracting(ShardStatus::owner).containsOnly(Optional.of("node-a"));
        assertThat(shards.get(0).epoch()).as("epoch").isEqualTo(leases.get(0).epoch());
        assertThat(operations().nodes()).extracting(NodeStatus::node).containsExactly("node-a");
        store().release("node-a", leases);
        assertThat(operations().shards()).extracting(ShardStatus::owner).containsOnly(Optional.empty());
    }

    @Requirement(
            id = "OPERATE-13",
            text =
                    "Each shard says what waits, is delayed, is parked and is tried again in it, and since when the oldest"
                            + " waits.")
    final void countsByShard() throws Exception {
        Lane lane = fill("claim-1", 3);
        commit(IntStream.rangeClosed(1, 8).mapToObj(i -> event("loose-" + i)).toArray(OutboxDraft[]::new));
        commit(event("tomorrow").key("claim-1").due(Instant.now().plus(Duration.ofDays(1))));
        park("claim-1-2", "no", NOON);
        postpone("claim-1-1", 1, NOON);
        Map<Integer, Long> waiting = waiting().stream()
                .collect(Collectors.groupingBy(each -> each.lane().shard(), Collectors.counting()));

        List<ShardStatus> shards = operations().shards();

        assertThat(shards).hasSize(store().shards()).allSatisfy(shard -> {
            boolean there = waiting.containsKey(shard.shard());
            long here = shard.shard() == lane.shard() ? 1 : 0;
            assertThat(shard.waiting()).as("waiting").isEqualTo(RowCount.of(waiting.getOrDefault(shard.shard(), 0L)));
            assertThat(shard.delayed()).as("delayed").isEqualTo(RowCount.of(here));
            assertThat(shard.parked()).as("parked").isEqualTo(RowCount.of(2 * here));
            assertThat(shard.retrying()).as("tried again").isEqualTo(RowCount.of(here));
            assertThat(shard.oldestWaiting())
                    .as("the oldest that waits")
                    .isEqualTo(there ? Optional.of(OutboxDraft.AT) : Optional.empty());
        });
    }

    @Requirement(
            id = "OPERATE-5",
            text = "One event of a stream goes back only as its head; what is parked behind it stays, and the refusal"
                    + " names the head.")
    final void replaysTheHeadAlone() throws Exception {
        Lane lane = fill("claim-1", 3);
        List<StoredEvent> before = store().read(lane, 0, 10);
        park("claim-1-1", "no", NOON);

        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> operations().replay(Replay.event(NORTH, "erp", "claim-1-2"), "", true))
                .withMessageContaining("claim-1-1")
                .extracting(InlayException::code)
                .isEqualTo("event.not-head");
        Step step = operations().replay(Replay.event(NORTH, "erp", "claim-1-1"), "", true);

        assertThat(step.done()).as("what was moved").containsExactly(new OfTarget(NORTH, "erp", 1, 1, 0));
        assertThat(store().read(lane, 0, 10)).as("what waits").containsExactly(before.get(0));
        assertThat(parkedIds(ALL)).as("what stays parked").containsExactly("claim-1-2", "claim-1-3");
        assertThat(operations()
                        .replay(Replay.event(NORTH, "erp", "claim-1-1"), "", true)
                        .done())
                .as("the same again, which is not parked any more")
                .isEmpty();
    }

    @Requirement(id = "OPERATE-14", text = "One event without a key goes back alone, and no stream is counted.")
    final void replaysAloneWithoutAKey() throws Exception {
        commit(event("e-1"), event("e-2"));
        park("e-1", "no", NOON);
        park("e-2", "no", NOON);

        Step step = operations().replay(Replay.event(NORTH, "erp", "e-2"), "", true);

        assertThat(step.done()).as("what was moved").containsExactly(new OfTarget(NORTH, "erp", 1, 0, 0));
        assertThat(waiting()).as("what waits").extracting(Waiting::id).containsExactly("e-2");
        assertThat(parkedIds(ALL)).as("what stays parked").containsExactly("e-1");
    }

    @Requirement(
            id = "OPERATE-6",
            text = "A stream, a tenant and a target go back whole, with ids and numbers as they were, and nothing else"
                    + " does; a look beforehand says the same and touches nothing.")
    final void replaysWhatIsChosen() throws Exception {
        Lane lane = fill("claim-1", 3);
        List<StoredEvent> before = store().read(lane, 0, 10);
        commit(event("loose"), event("crm").to("crm"), event("south").tenant("south"));
        park("claim-1-1", "no", NOON);
        park("loose", "no", NOON);
        park("crm", "no", NOON);
        park("south", "no", NOON);

        List<OfTarget> looked = steps(Replay.tenant(NORTH), false);
        assertThat(parkedIds(ALL)).as("parked after a look").hasSize(6);
        steps(Replay.stream(NORTH, "erp", "claim-1"), true);

        assertThat(sum(looked)).as("events of a tenant").isEqualTo(5);
        assertThat(store().read(lane, 0, 10))
                .as("the stream")
                .filteredOn(event -> event.key().isPresent())
                .containsExactlyElementsOf(before);
        assertThat(parkedIds(ALL)).as("what is parked still").containsExactlyInAnyOrder("loose", "crm", "south");
        assertThat(sum(steps(Replay.target("erp"), true)))
                .as("events of a target")
                .isEqualTo(2);
        assertThat(parkedIds(ALL)).as("what is parked in the end").containsExactly("crm");
    }

    @Requirement(
            id = "OPERATE-7",
            text = "Of a stream that a filter means in part, only what stands before the first event that it does not"
                    + " mean goes back; the others are counted as left.")
    final void leavesWhatStandsBehindOthers() throws Exception {
        fill("claim-1", 2);
        park("claim-1-1", "no", NOON);
        commit(event("later").key("claim-1"));
        park("later", "no", NOON.plusSeconds(10));
        fill("claim-2", 1);
        park("claim-2-1", "no", NOON.plusSeconds(10));

        List<OfTarget> young = steps(Replay.matching(ALL.tenant(NORTH).since(NOON.plusSeconds(5))), true);
        List<String> parkedThen = parkedIds(ALL);
        List<OfTarget> old = steps(Replay.matching(ALL.tenant(NORTH).until(NOON.plusSeconds(5))), true);

        assertThat(sum(young)).as("moved of what was parked later").isEqualTo(1);
        assertThat(young.stream().mapToLong(OfTarget::left).sum()).as("left").isEqualTo(1);
        assertThat(parkedThen).containsExactly("claim-1-1", "claim-1-2", "later");
        assertThat(sum(old)).as("moved of what was parked first").isEqualTo(2);
        assertThat(parkedIds(ALL)).as("parked in the end").containsExactly("later");
    }

    @Requirement(
            id = "OPERATE-8",
            text =
                    "A large replay goes step by step, at most 1,000 events each, every stream from its head on, and each"
                            + " step raises the revision of the shard.")
    final void replaysStepByStep() throws Exception {
        commit(IntStream.rangeClosed(1, 1_300)
                .mapToObj(number -> event("claim-1-" + number).key("claim-1"))
                .toArray(OutboxDraft[]::new));
        Lane lane = waiting("claim-1-1").lane();
        ShardLease lease = leaseOf(leaseAll("node-a"), lane);
        Waiting head = waiting("claim-1-1");
        store().park("node-a", lease, lane, head.event(), "no", NOON);

        Step first = operations().replay(Replay.tenant(NORTH), "", true);
        List<Long> waiting =
                store().read(lane, 0, 5_000).stream().map(StoredEvent::seq).toList();
        ShardLease after = leaseOf(store().lease("node-a", store().shards(), LONG), lane);
        Step second = operations().replay(Replay.tenant(NORTH), first.next(), true);

        assertThat(sum(first.done())).as("events of the first step").isBetween(1L, 1_000L);
        assertThat(waiting)
                .as("numbers after it")
                .hasSize((int) sum(first.done()))
                .startsWith(1L)
                .isSorted();
        assertThat(after.revision()).as("the revision").isGreaterThan(lease.revision());
        assertThat(sum(first.done()) + sum(second.done()))
                .as("events of two steps")
                .isEqualTo(1_300);
        assertThat(parkedIds(ALL)).as("what is parked").isEmpty();
    }

    @Requirement(
            id = "OPERATE-9",
            text = "Discarding the head of a stream puts another event into its place, under the same id and number;"
                    + " without a key the event just goes. Nothing but a head can be discarded.")
    final void discards() throws Exception {
        Lane lane = fill("claim-1", 2);
        StoredEvent head = waiting("claim-1-1").event();
        commit(event("loose"));
        park("claim-1-1", "no", NOON);
        park("loose", "no", NOON);
        Payload payload = Payload.of("application/json", "{}".getBytes(StandardCharsets.UTF_8));
        Tombstone tombstone = new Tombstone("claim-1-1.discarded", "inlay.discarded", payload, NOON);

        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> operations().discard(NORTH, "erp", "claim-1-2", tombstone))
                .withMessageContaining("claim-1-1")
                .extracting(InlayException::code)
                .isEqualTo("event.not-head");
        assertThat(operations().discard(NORTH, "erp", "claim-1-1", tombstone))
                .as("discard()")
                .isTrue();
        assertThat(operations().discard(NORTH, "erp", "loose", tombstone))
                .as("without a key")
                .isTrue();
        assertThat(operations().discard(NORTH, "erp", "loose", tombstone))
                .as("again")
                .isFalse();

        assertThat(store().read(lane, 0, 10))
                .as("what waits in its place")
                .containsExactly(new StoredEvent(
                        head.id(),
                        head.key(),
                        head.generation(),
                        1,
                        "claim-1-1.discarded",
                        "inlay.discarded",
                        1,
                        payload,
                        NOON));
        assertThat(waiting()).as("all that waits").hasSize(1);
        assertThat(parkedIds(ALL)).as("what stays parked").containsExactly("claim-1-2");
    }

    @Requirement(
            id = "OPERATE-11",
            text = "A late acknowledgement of an event that was discarded does not remove what is in its place, which"
                    + " its own acknowledgement does.")
    final void keepsATombstoneFromTheAcknowledgementOfItsEvent() throws Exception {
        Lane lane = fill("claim-1", 1);
        StoredEvent event = waiting("claim-1-1").event();
        park("claim-1-1", "no", NOON);
        Payload payload = Payload.of("application/json", "{}".getBytes(StandardCharsets.UTF_8));
        Tombstone tombstone = new Tombstone("claim-1-1.discarded", EventOperations.DISCARDED, payload, NOON);
        operations().discard(NORTH, "erp", "claim-1-1", tombstone);
        List<StoredEvent> instead = store().read(lane, 0, 10);

        int late = store().delivered(lane, List.of(event));
        List<StoredEvent> after = store().read(lane, 0, 10);
        int own = store().delivered(lane, instead);

        assertThat(late).as("removed by the late acknowledgement").isZero();
        assertThat(after).as("what waits after it").isEqualTo(instead);
        assertThat(own).as("removed by the tombstone's own").isEqualTo(1);
    }

    @Requirement(
            id = "OPERATE-10",
            text = "A hold of a tenant and one of all tenants are kept once each, listed, and dropped one by one.")
    final void keepsHolds() {
        Hold all = new Hold(Optional.empty(), "erp", "down", Optional.of("ann"), NOON);
        Hold north = new Hold(Optional.of(NORTH), "erp", "410", Optional.empty(), NOON.plusSeconds(1));
        Hold again = new Hold(Optional.of(NORTH), "erp", "again", Optional.of("ann"), NOON.plusSeconds(2));

        boolean first = operations().hold(north);
        boolean second = operations().hold(again);
        boolean third = operations().hold(all);

        assertThat(List.of(first, second, third)).as("whether each was kept").containsExactly(true, false, true);
        assertThat(operations().holds()).as("holds").containsExactly(all, north);
        assertThat(operations().resume(Optional.of(NORTH), "erp"))
                .as("resume()")
                .isTrue();
        assertThat(operations().resume(Optional.of(NORTH), "erp")).as("again").isFalse();
        assertThat(operations().holds()).as("holds after one resume").containsExactly(all);
        assertThat(operations().resume(Optional.empty(), "erp")).isTrue();
        assertThat(operations().holds()).as("holds in the end").isEmpty();
    }

    private List<OfTarget> steps(Replay what, boolean move) {
        List<OfTarget> done = new ArrayList<>();
        String after = "";
        do {
            Step step = operations().replay(what, after, move);
            done.addAll(step.done());
            after = step.next();
        } while (!after.isEmpty());
        return done;
    }

    private static long sum(List<OfTarget> done) {
        return done.stream().mapToLong(OfTarget::events).sum();
    }

    private List<String> parkedIds(EventFilter filter) {
        return all(after -> operations().parked(filter, after, 1)).stream()
                .map(ParkedEvent::eventId)
                .toList();
    }

    private void park(String eventId, String reason, Instant at) {
        Waiting event = waiting(eventId);
        ShardLease lease = leaseOf(leaseAll("node-a"), event.lane());
        assertThat(store().park("node-a", lease, event.lane(), event.event(), reason, at))
                .as("park()")
                .isTrue();
    }

    private void postpone(String eventId, int attempts, Instant next) {
        Waiting head = waiting(eventId);
        ShardLease lease = leaseOf(leaseAll("node-a"), head.lane());
        String key = head.event().key().orElse("");
        RetryState retry = new RetryState(head.lane(), key, head.event().id(), attempts, next);
        assertThat(store().postpone("node-a", lease, retry)).as("postpone()").isTrue();
    }
}
