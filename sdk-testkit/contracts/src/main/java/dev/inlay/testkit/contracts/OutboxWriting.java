package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.Published;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.StoredEvent;
import java.sql.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/** What an outbox keeps when events are written. */
abstract class OutboxWriting extends OutboxWorkbench {

    @Requirement(id = "OUTBOX-1", text = "A committed event waits, with everything that was given.")
    final void keepsWhatWasGiven() throws Exception {
        OutboxDraft draft = event("e-1").key("claim-1");

        List<Published> published = commit(draft);

        assertThat(published).as("the answer").containsExactly(new Published("e-1", false));
        Waiting waiting = waiting("e-1");
        assertThat(waiting.lane().tenant())
                .as("the lane's tenant")
                .isEqualTo(draft.entry().tenant());
        assertThat(waiting.lane().target()).as("the lane's target").isEqualTo("erp");
        StoredEvent kept = waiting.event();
        assertThat(kept)
                .extracting(StoredEvent::type, StoredEvent::version, StoredEvent::key, StoredEvent::at)
                .containsExactly("claim.submitted", 1, Optional.of("claim-1"), OutboxDraft.AT);
        assertThat(kept.payload().contentType()).as("media type").isEqualTo("application/json");
    }

    @Requirement(id = "OUTBOX-2", text = "A payload is kept byte for byte, whatever the bytes are.")
    final void keepsEveryByte() throws Exception {
        byte[] every = new byte[70_000];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }

        commit(
                event("every").payload(Payload.of("application/octet-stream", every)),
                event("none").payload(Payload.of("application/octet-stream", new byte[0])));

        assertThat(waiting("every").event().payload().bytes())
                .as("70,000 bytes")
                .isEqualTo(every);
        assertThat(waiting("none").event().payload().bytes()).as("no bytes").isEmpty();
    }

    @Requirement(id = "OUTBOX-3", text = "Nobody sees an event before its transaction has committed.")
    final void hidesWhatIsNotCommitted() throws Exception {
        try (Connection tx = begin()) {
            append(tx, event("e-1").key("claim-1"));
            append(tx, event("e-2"));

            assertThat(waiting()).as("what waits before the commit").isEmpty();
            tx.commit();
        }

        assertThat(waiting()).extracting(Waiting::id).as("what waits after it").containsExactlyInAnyOrder("e-1", "e-2");
    }

    @Requirement(id = "OUTBOX-4", text = "A transaction that rolls back leaves no event and no gap in the numbers.")
    final void leavesNothingAfterRollback() throws Exception {
        commit(event("e-1").key("claim-1"));
        try (Connection tx = begin()) {
            append(tx, event("lost").key("claim-1"));
            append(tx, event("lost-too"));
            tx.rollback();
        }

        commit(event("e-2").key("claim-1"));

        assertThat(waiting())
                .as("what waits after a rollback between two commits")
                .extracting(Waiting::id, Waiting::seq)
                .containsExactly(tuple("e-1", 1L), tuple("e-2", 2L));
    }

    @Requirement(id = "OUTBOX-5", text = "Each stream of a tenant and target counts from 1, by itself.")
    final void countsEachStreamByItself() throws Exception {
        commit(event("a-1").key("a"), event("b-1").key("b"), event("a-2").key("a"));
        commit(
                event("other-tenant").tenant("south").key("a"),
                event("other-target").to("crm").key("a"));

        assertThat(waiting())
                .extracting(Waiting::id, Waiting::seq)
                .containsExactlyInAnyOrder(
                        tuple("a-1", 1L),
                        tuple("a-2", 2L),
                        tuple("b-1", 1L),
                        tuple("other-tenant", 1L),
                        tuple("other-target", 1L));
        assertThat(waiting()).extracting(each -> each.event().generation()).allMatch(generation -> generation >= 1);
    }

    @Requirement(id = "OUTBOX-6", text = "An event without a key has neither sequence number nor generation.")
    final void doesNotCountWithoutAKey() throws Exception {
        commit(event("e-1"), event("e-2"));

        assertThat(waiting())
                .extracting(
                        Waiting::id,
                        Waiting::seq,
                        each -> each.event().generation(),
                        each -> each.event().key())
                .containsExactlyInAnyOrder(
                        tuple("e-1", 0L, 0L, Optional.empty()), tuple("e-2", 0L, 0L, Optional.empty()));
    }

    @Requirement(
            id = "OUTBOX-7",
            text = "While a transaction that wrote to a stream is open, no later event of the stream is seen: numbers"
                    + " follow the order of the commits.")
    final void numbersInCommitOrder() throws Exception {
        commit(event("e-1").key("claim-1"));
        Future<List<Published>> second;
        try (Connection first = begin()) {
            append(first, event("e-2").key("claim-1"));

            second = Concurrently.begin(() -> commit(event("e-3").key("claim-1")));
            giveItAChance(second);

            assertThat(waiting())
                    .as("what waits while an earlier writer is open")
                    .extracting(Waiting::id)
                    .containsExactly("e-1");
            first.commit();
        }
        Concurrently.answer(second);
        assertThat(waiting())
                .extracting(Waiting::id, Waiting::seq)
                .containsExactly(tuple("e-1", 1L), tuple("e-2", 2L), tuple("e-3", 3L));
    }

    @Requirement(
            id = "OUTBOX-8",
            text = "Many writers of one stream, some of which roll back, leave numbers without gaps, and ids that rise"
                    + " with them.")
    final void staysGaplessUnderManyWriters() {
        Concurrently.call(4, writer -> {
            for (int i = 0; i < 10; i++) {
                if (i % 3 == writer % 3) {
                    try (Connection tx = begin()) {
                        append(tx, event("undone-" + writer + "-" + i).key("claim-1"));
                        tx.rollback();
                    } catch (TransactionLostException e) {
                        continue; // rolled back by the database instead
                    }
                }
                commit(event("e-" + writer + "-" + i).key("claim-1"));
            }
            return writer;
        });

        List<Waiting> byId = waiting().stream()
                .sorted(Comparator.comparingLong(each -> each.event().id()))
                .toList();
        assertThat(byId)
                .as("sequence numbers by id")
                .extracting(Waiting::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, byId.size()).boxed().toList());
        assertThat(byId).extracting(Waiting::id).noneMatch(id -> id.startsWith("undone"));
    }

    @Requirement(id = "OUTBOX-9", text = "An event waits once for each of its targets, under one id.")
    final void waitsForEachTarget() throws Exception {
        commit(event("only-erp").to("erp").key("claim-1"));

        commit(event("both").to("crm", "erp").key("claim-1"));

        assertThat(waiting())
                .extracting(each -> each.lane().target(), Waiting::id, Waiting::seq)
                .containsExactlyInAnyOrder(
                        tuple("erp", "only-erp", 1L), tuple("erp", "both", 2L), tuple("crm", "both", 1L));
    }

    @Requirement(
            id = "OUTBOX-10",
            text = "Tenants, keys and request ids compare byte by byte: case, accents and trailing spaces count.")
    final void comparesByteByByte() throws Exception {
        List<String> keys = List.of("a", "A", "a ", "ä", "á", "a\u0301");
        for (String key : keys) {
            commit(event("key-" + keys.indexOf(key)).key(key).request(key));
        }
        commit(
                event("case-1").tenant("NORTH").key("a").request("a"),
                event("case-2").tenant("North").key("a"));

        assertThat(waiting()).as("events with their number").allMatch(each -> each.seq() == 1);
        assertThat(waiting())
                .extracting(Waiting::id)
                .containsExactlyInAnyOrderElementsOf(
                        List.of("key-0", "key-1", "key-2", "key-3", "key-4", "key-5", "case-1", "case-2"));
        assertThat(waiting("key-2").event().key())
                .as("a key that ends in a space")
                .contains("a ");
        assertThat(lanes())
                .extracting(lane -> lane.tenant().value())
                .as("tenants with something waiting")
                .contains("north", "NORTH", "North");
    }

    static void giveItAChance(Future<?> work) throws InterruptedException {
        try {
            work.get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return; // what becomes of it is asked later
        }
    }
}
