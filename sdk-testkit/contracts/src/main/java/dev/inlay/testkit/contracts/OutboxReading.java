package dev.inlay.testkit.contracts;

import java.util.ArrayList;
import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.event.Backlog;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.LaneStart;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import dev.inlay.spi.store.StreamStart;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What an outbox keeps when a relay reads and acknowledges. */
abstract class OutboxReading extends OutboxRepeating {

    @Requirement(
            id = "OUTBOX-16",
            text = "A shard's lanes are the tenants and targets with something waiting in it, by tenant, then target.")
    final void listsLanes() throws Exception {
        assertThat(store().shards()).as("shards()").isPositive();
        for (String tenant : List.of("south", "north")) {
            for (int i = 0; i < 20; i++) {
                commit(event(tenant + i).tenant(tenant).to("crm", "erp").key("k" + i));
            }
        }

        for (int shard = 0; shard < store().shards(); shard++) {
            List<Lane> lanes = store().lanes(shard);
            int expected = shard;
            assertThat(lanes).as("lanes(%s)", shard).allMatch(lane -> lane.shard() == expected);
            assertThat(lanes).as("lanes(%s)", shard).doesNotHaveDuplicates();
            assertThat(lanes)
                    .as("lanes(%s)", shard)
                    .isSortedAccordingTo(Comparator.comparing(Lane::tenant).thenComparing(Lane::target));
        }
        assertThat(waiting()).as("events found in all lanes").hasSize(80);
    }

    @Requirement(
            id = "OUTBOX-63",
            text = "lanesOf() names the lanes in which the events of an entry are found, with a key and without.")
    final void namesLanes() throws Exception {
        OutboxDraft keyed = event("keyed").to("crm", "erp").key("claim-1");
        OutboxDraft loose = event("loose");

        List<Lane> named = new ArrayList<>(store().lanesOf(keyed.entry()));
        named.addAll(store().lanesOf(loose.entry()));
        commit(keyed, loose);

        assertThat(waiting())
                .extracting(Waiting::lane)
                .as("lanes in which the events wait")
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @Requirement(id = "OUTBOX-17", text = "A lane is read by id, after an id, so many at most.")
    final void readsByIdInPages() throws Exception {
        Lane lane = fill("claim-1", 5);
        List<StoredEvent> all = store().read(lane, 0, 100);

        List<StoredEvent> page = store().read(lane, all.get(1).id(), 2);

        assertThat(all)
                .extracting(StoredEvent::id)
                .as("ids of a lane")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(page)
                .extracting(StoredEvent::eventId)
                .as("two events after the second")
                .containsExactly("claim-1-3", "claim-1-4");
        assertThat(store().read(lane, all.get(4).id(), 10))
                .as("what is behind the last")
                .isEmpty();
    }

    @Requirement(
            id = "OUTBOX-80",
            text = "Several shards, lanes and streams are answered as if asked one by one, in the order asked; a stream"
                    + " is read by number, after a number.")
    final void answersManyAtOnce() throws Exception {
        Lane first = fill("claim-1", 5);
        commit(event("south-1").tenant("south").key("claim-2"), event("loose").tenant("south"));
        Lane second = waiting("south-1").lane();
        StreamRef stream = new StreamRef(first, "claim-1");
        StreamRef other = new StreamRef(second, "claim-2");
        StreamRef empty = new StreamRef(first, "claim-9");
        List<Integer> shards = IntStream.range(0, store().shards()).boxed().toList();

        List<List<StoredEvent>> pages = store().readAll(List.of(
                new LaneStart(second, 0, 10), new LaneStart(first, 0, 2), new LaneStart(first, 1_000_000, 2)));
        List<List<StoredEvent>> rest =
                store().readStreams(List.of(new StreamStart(other, 0, 9), new StreamStart(stream, 2, 2)));

        assertThat(store().lanes(shards)).as("lanes of all shards").containsExactlyElementsOf(lanes());
        assertThat(pages)
                .as("pages of three")
                .containsExactly(store().read(second, 0, 10), store().read(first, 0, 2), List.of());
        assertThat(rest.get(0))
                .as("the short stream")
                .extracting(StoredEvent::eventId)
                .containsExactly("south-1");
        assertThat(rest.get(1))
                .as("two after the second")
                .extracting(StoredEvent::seq)
                .containsExactly(3L, 4L);
        assertThat(store().firstUndelivered(List.of(stream, other, empty)))
                .as("the first of each stream")
                .containsOnly(Map.entry(stream, 1L), Map.entry(other, 1L));
    }

    @Requirement(
            id = "OUTBOX-18",
            text = "Acknowledged events are removed, those and no others, and counted; a second time counts none.")
    final void removesWhatIsAcknowledged() throws Exception {
        Lane lane = fill("claim-1", 3);
        commit(event("other-tenant").tenant("south").key("claim-1"));
        List<StoredEvent> first = store().read(lane, 0, 1);

        int removed = store().delivered(lane, first);
        int again = store().delivered(lane, first);

        assertThat(removed).as("removed").isEqualTo(1);
        assertThat(again).as("removed by the same acknowledgement again").isZero();
        assertThat(waiting())
                .as("what waits after the first was acknowledged")
                .extracting(Waiting::id)
                .containsExactlyInAnyOrder("claim-1-2", "claim-1-3", "other-tenant");
    }

    @Requirement(id = "OUTBOX-19", text = "A stream goes on counting after everything of it was delivered.")
    final void goesOnCounting() throws Exception {
        Lane lane = fill("claim-1", 2);
        long generation = waiting("claim-1-2").event().generation();
        store().delivered(lane, store().read(lane, 0, 10));

        commit(event("next").key("claim-1"));

        StoredEvent next = waiting("next").event();
        assertThat(next.seq() == 3 || (next.generation() > generation && next.seq() == 1))
                .as("number %s, or number 1 of a later generation, was %s of %s", 3, next.seq(), next.generation())
                .isTrue();
    }

    @Requirement(
            id = "OUTBOX-20",
            text = "The first undelivered number of a stream is the lowest that waits; there is none when all was"
                    + " delivered.")
    final void knowsTheFirstUndelivered() throws Exception {
        Lane lane = fill("claim-1", 3);
        StreamRef stream = new StreamRef(lane, "claim-1");
        commit(event("other").tenant("south").key("claim-1"));
        assertThat(store().firstUndelivered(stream))
                .as("before anything was delivered")
                .hasValue(1);

        store().delivered(lane, store().read(lane, 0, 2));
        assertThat(store().firstUndelivered(stream)).as("after two were").hasValue(3);

        store().delivered(lane, store().read(lane, 0, 2));
        assertThat(store().firstUndelivered(stream)).as("after all were").isEmpty();
    }

    @Requirement(
            id = "OUTBOX-21",
            text = "The backlog counts what waits, by tenant, then target, and leaves out who has nothing.")
    final void countsTheBacklog() throws Exception {
        commit(event("s-1").tenant("south").to("erp"));
        Lane lane = fill("claim-1", 3);
        commit(event("b").to("crm", "erp").key("claim-2"));

        assertThat(store().backlog())
                .extracting(Backlog::tenant, Backlog::target, Backlog::pending, Backlog::parked)
                .as("the backlog")
                .containsExactly(
                        tuple(lane.tenant(), "crm", 1L, 0L),
                        tuple(lane.tenant(), "erp", 4L, 0L),
                        tuple(TenantId.of("south"), "erp", 1L, 0L));

        for (Waiting each : waiting()) {
            store().delivered(each.lane(), List.of(each.event()));
        }
        assertThat(store().backlog()).as("the backlog when all was delivered").isEmpty();
        assertThat(lanes()).as("lanes when all was delivered").isEmpty();
    }
}
