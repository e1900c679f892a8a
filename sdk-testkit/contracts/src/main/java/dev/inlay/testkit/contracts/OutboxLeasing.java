package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.EventFilter;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an outbox keeps when nodes share its shards. */
abstract class OutboxLeasing extends OutboxReading {

    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Instant LATER = Instant.parse("2026-03-01T11:00:00Z");

    @Requirement(id = "OUTBOX-22", text = "A shard has one owner at a time; the next node gets what is left.")
    final void leasesToOneOwner() {
        int half = Math.max(1, store().shards() / 2);
        store().heartbeat("node-a", LONG);
        store().heartbeat("node-b", LONG);

        List<ShardLease> first = store().lease("node-a", half, LONG);
        List<ShardLease> second = store().lease("node-b", store().shards(), LONG);

        assertThat(first).as("leases of the first, which wants %s", half).hasSize(half);
        assertThat(second).as("leases of the second, which wants all").hasSize(store().shards() - half);
        assertThat(shards(first)).as("shards of both").doesNotContainAnyElementsOf(shards(second));
        assertThat(shards(first)).allMatch(shard -> shard >= 0 && shard < store().shards());
    }

    @Requirement(id = "OUTBOX-23", text = "Of many nodes that ask at once, no two get the same shard.")
    final void leasesToOneOfMany() {
        List<List<ShardLease>> leases = Concurrently.call(4, node -> {
            store().heartbeat("node-" + node, LONG);
            return store().lease("node-" + node, store().shards(), LONG);
        });

        assertThat(leases.stream().flatMap(each -> shards(each).stream()))
                .as("shards leased to four nodes at once")
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Requirement(id = "OUTBOX-24", text = "Leasing again renews: the same shards, the same epochs.")
    final void renews() {
        List<ShardLease> first = leaseAll("node-a");

        List<ShardLease> again = store().lease("node-a", 1, LONG);

        assertThat(again).as("what the node holds after asking again").containsExactlyInAnyOrderElementsOf(first);
    }

    @Requirement(id = "OUTBOX-25", text = "An expired lease goes to whoever asks next, with a higher epoch.")
    final void givesAwayWhatExpired() {
        store().heartbeat("node-a", LONG);
        List<ShardLease> expiring = store().lease("node-a", store().shards(), SHORT);
        assertThat(expiring).as("shards of the first owner").isNotEmpty().hasSize(store().shards());

        Map<Integer, Long> stolen = epochs(takeOver("node-b"));

        assertThat(expiring)
                .as("epochs of the first owner, below the next one's")
                .allSatisfy(lease -> assertThat(stolen.get(lease.shard())).isGreaterThan(lease.epoch()));
    }

    @Requirement(
            id = "OUTBOX-26",
            text = "A released shard is free at once, for a higher epoch; releasing another node's shard does nothing.")
    final void releases() {
        List<ShardLease> held = leaseAll("node-a");

        store().release("node-b", held);
        assertThat(store().lease("node-b", store().shards(), LONG))
                .as("shards of a node that released what it does not hold")
                .isEmpty();

        store().release("node-a", held);
        Map<Integer, Long> next = epochs(leaseAll("node-b"));
        assertThat(held)
                .as("epochs before the release, below those after")
                .allSatisfy(lease -> assertThat(next.get(lease.shard())).isGreaterThan(lease.epoch()));
    }

    @Requirement(
            id = "OUTBOX-27",
            text = "A heartbeat counts the nodes that live, and forgets those whose time is over.")
    final void countsLivingNodes() {
        assertThat(store().heartbeat("node-a", SHORT)).as("one node").isEqualTo(1);
        assertThat(store().heartbeat("node-b", LONG)).as("two nodes").isBetween(1, 2);
        assertThat(store().heartbeat("node-c", LONG)).as("a third").isGreaterThanOrEqualTo(2);

        await("the node that is silent is forgotten", () -> store().heartbeat("node-b", LONG) == 2);
    }

    @Requirement(
            id = "OUTBOX-28",
            text = "A postponed retry is kept, the last word counts, the next owner sees it, and it goes with its"
                    + " event.")
    final void keepsRetries() throws Exception {
        Lane lane = fill("claim-1", 2);
        Waiting head = waiting("claim-1-1");
        List<ShardLease> leases = leaseAll("node-a");
        ShardLease lease = leaseOf(leases, lane);
        long id = head.event().id();

        boolean first = store().postpone("node-a", lease, new RetryState(lane, "claim-1", id, 1, LATER));
        RetryState last = new RetryState(lane, "claim-1", id, 2, LATER.plusSeconds(60));
        boolean second = store().postpone("node-a", lease, last);

        assertThat(List.of(first, second)).as("whether it was kept").containsOnly(true);
        store().release("node-a", leases);
        leaseAll("node-b");
        assertThat(store().retries(lane.shard()))
                .as("retries, seen by the next owner")
                .containsExactly(last);
        store().delivered(lane, List.of(head.event()));
        assertThat(store().retries(lane.shard()))
                .as("retries after the delivery")
                .isEmpty();
    }

    @Requirement(
            id = "OUTBOX-65",
            text = "A retry whose event somebody delivered without knowing of it is kept from the next owner, and is"
                    + " gone then; that of an event which waits is not.")
    final void dropsRetriesOfTheGone() throws Exception {
        Lane overtaken = fill("claim-1", 1);
        Lane late = fill("claim-2", 1);
        Lane left = fill("claim-3", 1);
        StoredEvent first = waiting("claim-1-1").event();
        StoredEvent second = waiting("claim-2-1").event();
        RetryState kept =
                new RetryState(left, "claim-3", waiting("claim-3-1").event().id(), 1, LATER);
        List<ShardLease> leases = leaseAll("node-a");

        store().postpone("node-a", leaseOf(leases, left), kept);
        store().postpone(
                        "node-a",
                        leaseOf(leases, overtaken),
                        new RetryState(overtaken, "claim-1", first.id(), 1, LATER));
        store().delivered(List.of(new Acknowledged(overtaken, List.of(first), false)));
        store().delivered(late, List.of(second));
        store().postpone("node-a", leaseOf(leases, late), new RetryState(late, "claim-2", second.id(), 1, LATER));
        store().release("node-a", leases);
        List<RetryState> seen = leaseAll("node-b").stream()
                .flatMap(lease -> store().retries(lease.shard()).stream())
                .toList();

        assertThat(seen).as("retries, seen by the next owner").containsExactly(kept);
        assertThat(all(after -> operations().blocked(EventFilter.all(), after, 10)))
                .as("streams that do not move")
                .extracting(stream -> stream.key().orElse(""))
                .containsExactly("claim-3");
    }

    @Requirement(id = "OUTBOX-29", text = "Whoever lost a lease can neither postpone nor park under it.")
    final void refusesAStaleLease() throws Exception {
        Lane lane = fill("claim-1", 2);
        Waiting head = waiting("claim-1-1");
        List<ShardLease> lost = leaseAll("node-a");
        store().release("node-a", lost);
        leaseAll("node-b");
        ShardLease stale = leaseOf(lost, lane);

        RetryState retry = new RetryState(lane, "claim-1", head.event().id(), 1, LATER);
        boolean postponed = store().postpone("node-a", stale, retry);
        boolean parked = store().park("node-a", stale, lane, head.event(), "refused", LATER);

        assertThat(postponed).as("postpone() under a lost lease").isFalse();
        assertThat(parked).as("park() under a lost lease").isFalse();
        assertThat(store().retries(lane.shard())).as("retries kept").isEmpty();
        assertThat(parked()).as("events parked").isEmpty();
        assertThat(waiting()).as("events that wait").hasSize(2);
    }

    @Requirement(
            id = "OUTBOX-60",
            text =
                    "Whoever takes a shard that was not given back, and every owner after it, is told up to which id events"
                            + " may have been sent; after owners that all gave it back, nobody is.")
    final void tellsWhatMayHaveBeenSent() throws Exception {
        Lane lane = fill("claim-1", 1);
        List<ShardLease> all = leaseAll("node-a");
        ShardLease first = leaseOf(all, lane);
        store().release("node-a", all);
        store().heartbeat("node-b", LONG);
        ShardLease second = leaseOf(store().lease("node-b", store().shards(), SHORT), lane);

        List<ShardLease> taken = takeOver("node-c");
        ShardLease third = leaseOf(taken, lane);
        commit(event("later").key("claim-1"));
        store().release("node-c", taken);
        ShardLease fourth = leaseOf(leaseAll("node-d"), lane);

        assertThat(second.doubtful())
                .as("for the owner after one that gave back")
                .isEqualTo(first.doubtful());
        assertThat(third.doubtful())
                .as("up to where, for the next owner")
                .isGreaterThanOrEqualTo(waiting("claim-1-1").event().id())
                .isLessThan(waiting("later").event().id());
        assertThat(fourth.doubtful()).as("for the owner after it").isEqualTo(third.doubtful());
    }

    @Requirement(
            id = "OUTBOX-61",
            text =
                    "The owner may change an event's form where it waits, version and payload and nothing else; not under"
                            + " a lost lease, and not of an event that is gone.")
    final void changesForms() throws Exception {
        Lane lane = fill("claim-1", 2);
        StoredEvent head = waiting("claim-1-1").event();
        StoredEvent next = waiting("claim-1-2").event();
        StoredEvent newer = head.inForm(7, Payload.of("application/other", new byte[] {1, 0, 2}));
        ShardLease lease = leaseOf(leaseAll("node-a"), lane);
        ShardLease lost = new ShardLease(lease.shard(), lease.epoch() - 1, lease.revision(), lease.doubtful());

        boolean stale = store().reform("node-a", lost, lane, newer);
        boolean foreign = store().reform("node-b", lease, lane, newer);
        List<StoredEvent> untouched = store().read(lane, 0, 10);
        boolean changed = store().reform("node-a", lease, lane, newer);
        List<StoredEvent> reformed = store().read(lane, 0, 10);
        store().delivered(lane, List.of(head));
        boolean gone = store().reform("node-a", lease, lane, newer);

        assertThat(List.of(stale, foreign, gone))
                .as("reform() under a lost lease, under another node's, and of an event that is gone")
                .containsOnly(false);
        assertThat(untouched).as("what waits after those").containsExactly(head, next);
        assertThat(changed).as("reform()").isTrue();
        assertThat(reformed).as("what waits after it").containsExactly(newer, next);
    }

    @Requirement(
            id = "OUTBOX-62",
            text =
                    "What the owner notes as doubtful later owners are told, also when it gives the shard back; never less"
                            + " than before, and not from whoever lost the lease.")
    final void keepsDoubts() throws Exception {
        Lane lane = fill("claim-1", 3);
        List<ShardLease> all = leaseAll("node-a");
        ShardLease lease = leaseOf(all, lane);
        long second = waiting("claim-1-2").event().id();

        boolean noted = store().doubt("node-a", lease, second);
        store().doubt("node-a", lease, second - 1);
        store().release("node-a", all);
        boolean stale = store().doubt("node-a", lease, second + 1_000);
        ShardLease next = leaseOf(leaseAll("node-b"), lane);

        assertThat(noted).as("doubt() under the lease").isTrue();
        assertThat(stale).as("doubt() under a lost lease").isFalse();
        assertThat(next.doubtful()).as("what the next owner is told").isBetween(second, second + 999);
    }

    @Requirement(
            id = "OUTBOX-64",
            text =
                    "A node is told which leases are still its own: renewed or not, none that another node has taken, and"
                            + " none that it gave back.")
    final void tellsWhatIsOwned() {
        store().heartbeat("node-a", LONG);
        List<ShardLease> expiring = store().lease("node-a", store().shards(), SHORT);
        List<ShardLease> before = store().owned("node-a");

        List<ShardLease> stolen = takeOver("node-b");
        List<ShardLease> after = store().owned("node-a");
        store().release("node-b", stolen.subList(0, 1));

        assertThat(before).as("what the first owns").containsExactlyElementsOf(expiring);
        assertThat(after).as("what it owns after the second took it").isEmpty();
        assertThat(store().owned("node-b"))
                .as("what the second owns, after it gave one back")
                .containsExactlyElementsOf(stolen.subList(1, stolen.size()));
    }

    /** Asks for every shard until the owner before has lost them all. */
    private List<ShardLease> takeOver(String node) {
        store().heartbeat(node, LONG);
        List<ShardLease> taken = new ArrayList<>();
        await("expired leases are given away", () -> {
            taken.clear();
            taken.addAll(store().lease(node, store().shards(), LONG));
            return taken.size() == store().shards();
        });
        return taken;
    }

    private static List<Integer> shards(List<ShardLease> leases) {
        return leases.stream().map(ShardLease::shard).toList();
    }

    private static Map<Integer, Long> epochs(List<ShardLease> leases) {
        return leases.stream().collect(Collectors.toMap(ShardLease::shard, ShardLease::epoch));
    }
}
