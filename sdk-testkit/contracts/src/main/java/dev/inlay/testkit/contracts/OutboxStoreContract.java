package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StreamRef;
import java.time.Instant;
import java.util.List;

/**
 * What every {@link dev.inlay.spi.store.OutboxStore} keeps. Leases are tested with times of milliseconds, so the
 * database's clock has to go.
 *
 * @since 0.1
 */
public abstract class OutboxStoreContract extends OutboxDelaying {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** For subclasses. */
    protected OutboxStoreContract() {}

    @Requirement(
            id = "OUTBOX-30",
            text = "Parking moves an event and every later one of its stream, which say that they wait for it, and"
                    + " nothing else.")
    final void parksTheRestOfTheStream() throws Exception {
        Lane lane = fill("claim-1", 3);
        commit(event("south").tenant("south").key("claim-1"));
        for (int i = 1; i <= 8; i++) {
            commit(event("stream-" + i).key("other-" + i), event("alone-" + i));
        }
        store().delivered(lane, List.of(waiting("claim-1-1").event()));

        assertThat(park("claim-1-2", "the ERP said no", NOON)).as("park()").isTrue();

        assertThat(parked())
                .as("parked events")
                .extracting(ParkedEvent::eventId, ParkedEvent::seq, ParkedEvent::at)
                .containsExactly(tuple("claim-1-2", 2L, NOON), tuple("claim-1-3", 3L, NOON));
        assertThat(parked().get(0).reason()).as("the head's reason").isEqualTo("the ERP said no");
        assertThat(parked().get(1).reason())
                .as("the reason of what waits behind")
                .isNotBlank()
                .isNotEqualTo("the ERP said no");
        assertThat(waiting())
                .as("what still waits")
                .extracting(Waiting::id)
                .hasSize(17)
                .noneMatch(id -> id.startsWith("claim"));
    }

    @Requirement(id = "OUTBOX-31", text = "A stream with parked events is known as such, and its first one counts.")
    final void knowsParkedStreams() throws Exception {
        Lane lane = fill("claim-1", 2);
        StreamRef stream = new StreamRef(lane, "claim-1");
        commit(event("other").key("claim-2"));

        park("claim-1-1", "no", NOON);
        commit(event("later").key("claim-1"));

        assertThat(store().parkedStreams(lane.shard())).as("parked streams").containsExactly(stream);
        assertThat(store().firstUndelivered(stream))
                .as("the first undelivered, which is parked")
                .hasValue(1);
        assertThat(parked()).as("parked events").hasSize(2);
        assertThat(waiting()).as("what waits").extracting(Waiting::id).containsExactlyInAnyOrder("other", "later");
    }

    @Requirement(id = "OUTBOX-32", text = "An event without a key is parked alone.")
    final void parksAloneWithoutAKey() throws Exception {
        for (int i = 1; i <= 8; i++) {
            commit(event("e-" + i));
        }

        assertThat(park("e-1", "no", NOON)).as("park()").isTrue();

        assertThat(parked()).extracting(ParkedEvent::eventId).containsExactly("e-1");
        assertThat(waiting())
                .as("what still waits")
                .extracting(Waiting::id)
                .hasSize(7)
                .doesNotContain("e-1");
    }

    @Requirement(id = "OUTBOX-33", text = "Parking drops the retry.")
    final void dropsTheRetry() throws Exception {
        Lane lane = fill("claim-1", 1);
        Waiting head = waiting("claim-1-1");
        ShardLease lease = leaseOf(leaseAll("node-a"), lane);
        store().postpone(
                        "node-a",
                        lease,
                        new RetryState(lane, "claim-1", head.event().id(), 3, NOON));
        assertThat(store().retries(lane.shard())).as("retries before").hasSize(1);

        store().park("node-a", lease, lane, head.event(), "no", NOON);

        assertThat(store().retries(lane.shard())).as("retries after parking").isEmpty();
    }

    @Requirement(id = "OUTBOX-34", text = "What comes later is parked behind what is parked already.")
    final void parksBehindTheParked() throws Exception {
        fill("claim-1", 1);
        park("claim-1-1", "no", NOON);
        commit(event("later").key("claim-1"));

        boolean moved = park("later", "waits for 1", NOON.plusSeconds(1));

        assertThat(moved).as("park()").isTrue();
        assertThat(parked()).extracting(ParkedEvent::eventId).containsExactly("claim-1-1", "later");
        assertThat(waiting()).as("what still waits").isEmpty();
    }

    @Requirement(
            id = "OUTBOX-38",
            text = "Replay raises the shard's revision: an owner that has not read it can neither postpone nor park.")
    final void raisesTheRevision() throws Exception {
        Lane lane = fill("claim-1", 1);
        ShardLease before = leaseOf(leaseAll("node-a"), lane);
        Waiting head = waiting("claim-1-1");
        store().park("node-a", before, lane, head.event(), "no", NOON);
        operations().replay(Replay.stream(lane.tenant(), lane.target(), "claim-1"), "", true);

        RetryState retry = new RetryState(lane, "claim-1", head.event().id(), 1, NOON);
        boolean postponed = store().postpone("node-a", before, retry);
        boolean parked = store().park("node-a", before, lane, head.event(), "no", NOON);

        assertThat(postponed).as("postpone() under the old revision").isFalse();
        assertThat(parked).as("park() under the old revision").isFalse();
        assertThat(waiting()).as("what waits").hasSize(1);
        ShardLease after = leaseOf(store().lease("node-a", store().shards(), LONG), lane);
        assertThat(after.epoch()).as("the epoch, whose owner did not change").isEqualTo(before.epoch());
        assertThat(after.revision()).as("the revision").isGreaterThan(before.revision());
        assertThat(store().postpone("node-a", after, retry))
                .as("postpone() under the new revision")
                .isTrue();
    }

    @Requirement(
            id = "OUTBOX-39",
            text = "Parking an event that is gone moves nothing, also nothing behind it, and succeeds; what is parked"
                    + " already still takes along what came behind it.")
    final void parksNothingBehindTheGone() throws Exception {
        fill("claim-1", 3);
        Waiting gone = waiting("claim-1-1");
        Waiting next = waiting("claim-1-2");
        store().delivered(gone.lane(), List.of(gone.event()));

        boolean answer = park(gone, "no", NOON);

        assertThat(answer).as("park() of an event that was delivered").isTrue();
        assertThat(parked()).as("parked events").isEmpty();
        assertThat(waiting()).as("what still waits").extracting(Waiting::id).containsExactly("claim-1-2", "claim-1-3");

        park(next, "no", NOON);
        commit(event("later").key("claim-1"));
        park(next, "no", NOON);
        assertThat(waiting()).as("what waits when the head was parked twice").isEmpty();
    }

    private boolean park(Waiting event, String reason, Instant at) {
        ShardLease lease = leaseOf(leaseAll("node-a"), event.lane());
        return store().park("node-a", lease, event.lane(), event.event(), reason, at);
    }

    private boolean park(String eventId, String reason, Instant at) {
        return park(waiting(eventId), reason, at);
    }
}
