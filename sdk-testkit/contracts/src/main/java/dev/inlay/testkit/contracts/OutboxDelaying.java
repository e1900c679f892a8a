package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Published;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.ShardLease;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What an outbox keeps of events that fall due later, and of several written at once. */
abstract class OutboxDelaying extends OutboxLeasing {

    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant TEN = NINE.plusSeconds(3600);

    @Requirement(
            id = "OUTBOX-40",
            text = "A delayed event is in no lane before it is moved; then it is there as it was given, with the next"
                    + " number of its stream and an id above all before it.")
    final void numbersWhatIsDelayedWhenItMoves() throws Exception {
        commit(event("delayed").key("claim-1").due(NINE), event("loose").due(NINE));
        commit(event("meanwhile").key("claim-1"));
        assertThat(waiting())
                .as("what waits before it is due")
                .extracting(Waiting::id)
                .containsExactly("meanwhile");

        moveAll(NINE);

        assertThat(waiting())
                .as("what waits when it was moved")
                .extracting(Waiting::id, Waiting::seq)
                .containsExactlyInAnyOrder(tuple("meanwhile", 1L), tuple("delayed", 2L), tuple("loose", 0L));
        assertThat(waiting("delayed").event().id())
                .as("the id of what was moved")
                .isGreaterThan(waiting("meanwhile").event().id());
        assertThat(waiting("delayed").event().at()).as("when it was published").isEqualTo(OutboxDraft.AT);
        assertThat(waiting("delayed").event().payload())
                .as("its payload")
                .isEqualTo(event("delayed").entry().payload());
        moveAll(NINE);
        assertThat(waiting()).as("what waits when all was moved again").hasSize(3);
    }

    @Requirement(
            id = "OUTBOX-41",
            text = "Only what is due is moved, so many at most; when the next one falls due is known by shard.")
    final void knowsWhenTheNextFallsDue() throws Exception {
        commit(
                event("nine").key("claim-1").due(NINE),
                event("ten").key("claim-1").due(TEN));
        List<Integer> all = IntStream.range(0, store().shards()).boxed().toList();

        assertThat(moveAll(NINE.minusMillis(1))).as("moved too early").isZero();
        Map<Integer, Instant> before = store().nextDue(all);
        assertThat(moveAll(NINE)).as("moved when the first is due").isEqualTo(1);
        Map<Integer, Instant> between = store().nextDue(all);
        moveAll(TEN);

        assertThat(before.values()).as("the next to fall due").containsExactly(NINE);
        assertThat(between.values()).as("the next after the first").containsExactly(TEN);
        assertThat(store().nextDue(all)).as("the next after all").isEmpty();
        assertThat(store().nextDue(List.of())).as("the next of no shard").isEmpty();
        commit(IntStream.range(0, 5)
                .mapToObj(i -> event("more-" + i).key("claim-1").due(NINE))
                .toArray(OutboxDraft[]::new));
        ShardLease lease = leaseOf(leaseAll("node-a"), waiting("nine").lane());
        assertThat(store().moveDue("node-a", lease, NINE, 2)).as("two at most").hasValue(2);
    }

    @Requirement(
            id = "OUTBOX-42",
            text = "What falls due first comes first, of the same moment what was committed first; what was published"
                    + " meanwhile keeps its number.")
    final void keepsTheOrderOfFallingDue() throws Exception {
        try (Connection open = begin()) {
            append(open, event("a").key("claim-1").due(TEN));
            commit(event("other").key("claim-2").due(TEN));
            open.commit();
        }
        commit(event("b").key("claim-1").due(TEN));
        commit(event("earlier").key("claim-1").due(NINE));
        commit(event("c").key("claim-1").due(TEN), event("d").key("claim-1").due(TEN));

        moveAll(TEN);

        assertThat(waiting())
                .filteredOn(each -> each.event().key().orElseThrow().equals("claim-1"))
                .as("a stream whose events were all delayed")
                .extracting(Waiting::id, Waiting::seq)
                .containsExactly(tuple("earlier", 1L), tuple("a", 2L), tuple("b", 3L), tuple("c", 4L), tuple("d", 5L));
    }

    @Requirement(
            id = "OUTBOX-43",
            text = "Moving waits for no host: what belongs to a stream that a transaction has locked stays, anything"
                    + " else is moved.")
    final void movesAroundALockedStream() throws Exception {
        commit(
                event("held").key("claim-1").due(NINE),
                event("free").key("claim-2").due(TEN));
        commit(event("loose").due(TEN));

        try (Connection open = begin()) {
            append(open, event("open").key("claim-1"));
            append(open, event("new").key("claim-3").due(NINE));
            moveAll(TEN);
            assertThat(waiting())
                    .as("what waits while a host holds one stream")
                    .extracting(Waiting::id)
                    .containsExactlyInAnyOrder("free", "loose");
            open.commit();
        }

        moveAll(TEN);
        assertThat(waiting())
                .as("what waits when the host has committed")
                .extracting(Waiting::id, Waiting::seq)
                .containsExactlyInAnyOrder(
                        tuple("free", 1L), tuple("loose", 0L), tuple("open", 1L), tuple("held", 2L), tuple("new", 1L));
    }

    @Requirement(id = "OUTBOX-44", text = "Whoever lost a lease can move nothing under it.")
    final void movesNothingUnderAStaleLease() throws Exception {
        commit(event("e-1").key("claim-1").due(NINE));
        List<ShardLease> lost = leaseAll("node-a");
        store().release("node-a", lost);
        leaseAll("node-b");

        for (ShardLease lease : lost) {
            assertThat(store().moveDue("node-a", lease, TEN, 10))
                    .as("moveDue() under a lost lease")
                    .isEmpty();
        }

        assertThat(waiting()).as("what waits").isEmpty();
    }

    @Requirement(
            id = "OUTBOX-45",
            text = "Tenants take turns when more is due than is moved at once, however much one of them has.")
    final void letsTenantsTakeTurns() throws Exception {
        List<OutboxDraft> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(event("many-" + i).key("claim-1").due(NINE));
        }
        commit(many.toArray(OutboxDraft[]::new));
        commit(event("quiet").tenant("south").key(keyBeside("claim-1")).due(TEN));

        for (ShardLease lease : leaseAll("node-a")) {
            store().moveDue("node-a", lease, TEN, 2);
        }

        assertThat(waiting())
                .as("what waits when two of a shard were moved")
                .extracting(Waiting::id)
                .containsExactlyInAnyOrder("many-0", "quiet");
    }

    @Requirement(
            id = "OUTBOX-46",
            text = "A repeated request is known while the first event is delayed, and after it was moved.")
    final void knowsRequestsOfWhatIsDelayed() throws Exception {
        commit(event("e-1").key("claim-1").request("r-1").due(NINE));

        List<Published> early = commit(event("again").key("claim-1").request("r-1"));
        moveAll(NINE);
        List<Published> late =
                commit(event("again").key("claim-1").request("r-1").due(TEN));
        moveAll(TEN);

        assertThat(early).containsExactly(new Published("e-1", true));
        assertThat(late).containsExactly(new Published("e-1", true));
        assertThat(waiting()).extracting(Waiting::id).containsExactly("e-1");
    }

    @Requirement(
            id = "OUTBOX-47",
            text = "A delayed event goes with its transaction: a rollback leaves nothing, and the stream counts on.")
    final void forgetsWhatIsDelayedAndRolledBack() throws Exception {
        try (Connection tx = begin()) {
            append(tx, event("lost").key("claim-1").due(NINE));
            tx.rollback();
        }
        commit(event("e-1").key("claim-1"));
        commit(event("e-2").key("claim-1").due(NINE));

        moveAll(NINE);

        assertThat(waiting()).extracting(Waiting::id, Waiting::seq).containsExactly(tuple("e-1", 1L), tuple("e-2", 2L));
    }

    @Requirement(
            id = "OUTBOX-48",
            text = "Several events written at once are each answered in the order given, and numbered in that order"
                    + " within their streams.")
    final void writesSeveralAtOnce() throws Exception {
        List<Published> answers = commitAll(
                event("b-1").key("b").to("crm", "erp"),
                event("a-1").key("a").request("r-1"),
                event("loose"),
                event("b-2").key("b"),
                event("again").key("a").request("r-1"),
                event("later").key("b").due(NINE),
                event("b-3").key("b"));

        assertThat(answers)
                .as("the answers")
                .containsExactly(
                        new Published("b-1", false),
                        new Published("a-1", false),
                        new Published("loose", false),
                        new Published("b-2", false),
                        new Published("a-1", true),
                        new Published("later", false),
                        new Published("b-3", false));
        assertThat(waiting())
                .as("what waits, by target")
                .extracting(each -> each.lane().target(), Waiting::id, Waiting::seq)
                .containsExactlyInAnyOrder(
                        tuple("crm", "b-1", 1L),
                        tuple("erp", "b-1", 1L),
                        tuple("erp", "a-1", 1L),
                        tuple("erp", "loose", 0L),
                        tuple("erp", "b-2", 2L),
                        tuple("erp", "b-3", 3L));
        assertThat(waiting())
                .filteredOn(each ->
                        each.id().startsWith("b") && each.lane().target().equals("erp"))
                .as("numbers by id")
                .extracting(Waiting::seq)
                .containsExactly(1L, 2L, 3L);
        assertThat(commitAll()).as("the answers to none").isEmpty();
    }

    @Requirement(
            id = "OUTBOX-49",
            text = "When one of several is refused nothing of the call is written, no request id either, and the"
                    + " transaction goes on.")
    final void writesAllOfSeveralOrNone() throws Exception {
        commit(event("e-1").request("r-2"));

        try (Connection tx = begin()) {
            append(tx, event("before").key("claim-1"));
            assertThatExceptionOfType(InvalidValueException.class)
                    .as("appendAll() with a used request id and another fingerprint")
                    .isThrownBy(() -> store().appendAll(
                                    tx,
                                    entries(
                                            event("none").key("claim-1").request("r-1"),
                                            event("other").request("r-2", "a0".repeat(32)))))
                    .extracting(InvalidValueException::field)
                    .isEqualTo("event.requestId");
            append(tx, event("after").key("claim-1"));
            tx.commit();
        }

        assertThat(commit(event("first").request("r-1")))
                .as("the answer to a request of which the refused call had made one")
                .containsExactly(new Published("first", false));
        assertThat(waiting())
                .extracting(Waiting::id, Waiting::seq)
                .containsExactlyInAnyOrder(
                        tuple("e-1", 0L), tuple("before", 1L), tuple("after", 2L), tuple("first", 0L));
    }

    @Requirement(
            id = "OUTBOX-50",
            text = "Calls that write several events of the same streams in opposite orders at once do not lock each"
                    + " other out.")
    final void locksSeveralInOneOrder() {
        List<String> keys = List.of("a", "b", "c", "d", "e", "f");
        Concurrently.call(4, writer -> {
            for (int i = 0; i < 5; i++) {
                List<OutboxDraft> drafts = new ArrayList<>();
                for (String key : keys) {
                    drafts.add(event(key + "-" + writer + "-" + i).key(key));
                }
                if (writer % 2 == 1) {
                    Collections.reverse(drafts);
                }
                try (Connection tx = begin()) {
                    store().appendAll(tx, entries(drafts.toArray(OutboxDraft[]::new)));
                    tx.commit();
                }
            }
            return writer;
        });

        for (String key : keys) {
            assertThat(waiting())
                    .filteredOn(each -> each.event().key().orElseThrow().equals(key))
                    .as("numbers of stream %s", key)
                    .extracting(Waiting::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 20).boxed().toList());
        }
    }

    private List<Published> commitAll(OutboxDraft... drafts) throws Exception {
        try (Connection tx = begin()) {
            List<Published> answers = store().appendAll(tx, entries(drafts));
            tx.commit();
            return answers;
        }
    }

    private static List<OutboxEntry> entries(OutboxDraft... drafts) {
        return List.of(drafts).stream().map(OutboxDraft::entry).toList();
    }

    private int moveAll(Instant now) {
        int moved = 0;
        for (ShardLease lease : leaseAll("node-a")) {
            OptionalInt of = store().moveDue("node-a", lease, now, 100);
            assertThat(of).as("moveDue() of the owner").isPresent();
            moved += of.orElse(0);
        }
        return moved;
    }

    /** A key by which another tenant's events fall into the same shard as this one's of the first. */
    private String keyBeside(String key) throws Exception {
        commit(event("probe").key(key));
        int shard = waiting("probe").lane().shard();
        for (int i = 0; ; i++) {
            String other = "beside-" + i;
            commit(event("probe-" + i).tenant("south").key(other));
            boolean beside = waiting("probe-" + i).lane().shard() == shard;
            waiting().forEach(each -> {
                if (!each.id().equals("probe")) {
                    store().delivered(each.lane(), List.of(each.event()));
                }
            });
            if (beside) {
                Waiting probe = waiting("probe");
                store().delivered(probe.lane(), List.of(probe.event()));
                return other;
            }
        }
    }
}
