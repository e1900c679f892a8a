package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Published;
import java.sql.Connection;
import java.util.List;

/** What an outbox keeps when a request is repeated. */
abstract class OutboxRepeating extends OutboxWriting {

    private static final String OTHER = "a0".repeat(32);

    @Requirement(
            id = "OUTBOX-11",
            text = "A repeated request writes nothing and is answered with the first event's id, in the same"
                    + " transaction and later.")
    final void writesARequestOnce() throws Exception {
        List<Published> first = commit(
                event("e-1").key("claim-1").request("r-1"),
                event("again").key("claim-1").request("r-1"));

        List<Published> later = commit(event("later").key("claim-1").request("r-1"));

        assertThat(first)
                .as("answers within one transaction")
                .containsExactly(new Published("e-1", false), new Published("e-1", true));
        assertThat(later).as("the answer in a later transaction").containsExactly(new Published("e-1", true));
        assertThat(waiting()).extracting(Waiting::id).containsExactly("e-1");
    }

    @Requirement(
            id = "OUTBOX-12",
            text = "A request id that was used with another fingerprint is refused for event.requestId, and the"
                    + " transaction goes on.")
    final void refusesAnotherFingerprint() throws Exception {
        commit(event("e-1").request("r-1"));

        try (Connection tx = begin()) {
            append(tx, event("before"));
            assertThatExceptionOfType(InvalidValueException.class)
                    .as("append() of a used request id with another fingerprint")
                    .isThrownBy(() -> append(tx, event("other").request("r-1", OTHER)))
                    .extracting(InvalidValueException::field)
                    .isEqualTo("event.requestId");
            append(tx, event("after"));
            tx.commit();
        }

        assertThat(waiting())
                .as("what waits after a refusal in the middle of a transaction")
                .extracting(Waiting::id)
                .containsExactlyInAnyOrder("e-1", "before", "after");
    }

    @Requirement(id = "OUTBOX-13", text = "Two tenants may use the same request id.")
    final void keepsRequestsOfTenantsApart() throws Exception {
        commit(event("e-1").tenant("north").request("r-1"));

        List<Published> other = commit(event("e-2").tenant("south").request("r-1", OTHER));

        assertThat(other)
                .as("the answer to another tenant's request of the same id")
                .containsExactly(new Published("e-2", false));
        assertThat(waiting()).extracting(Waiting::id).containsExactlyInAnyOrder("e-1", "e-2");
    }

    @Requirement(id = "OUTBOX-14", text = "A request whose transaction rolled back was never made.")
    final void forgetsARequestThatRolledBack() throws Exception {
        try (Connection tx = begin()) {
            append(tx, event("lost").request("r-1"));
            tx.rollback();
        }

        List<Published> again = commit(event("e-1").request("r-1"));

        assertThat(again).as("the answer after a rollback").containsExactly(new Published("e-1", false));
        assertThat(waiting()).extracting(Waiting::id).containsExactly("e-1");
    }

    @Requirement(id = "OUTBOX-15", text = "Of many transactions that make the same request at once, one writes.")
    final void letsOneOfManyWrite() {
        List<Published> answers = Concurrently.call(4, writer -> {
            return commit(event("e-" + writer).key("claim-1").request("r-1")).get(0);
        });

        assertThat(waiting()).as("what waits after four equal requests").hasSize(1);
        String winner = waiting().get(0).id();
        assertThat(answers).extracting(Published::eventId).as("the answers").containsOnly(winner);
        assertThat(answers).filteredOn(Published::duplicate).as("repetitions").hasSize(3);
    }
}
