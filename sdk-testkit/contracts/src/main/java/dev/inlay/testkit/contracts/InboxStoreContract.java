package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.Response;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.InboxEntry;
import dev.inlay.spi.store.InboxKey;
import dev.inlay.spi.store.InboxStream;
import dev.inlay.spi.store.InboxStream.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What every {@link dev.inlay.spi.store.InboxStore} keeps.
 *
 * @since 0.1
 */
public abstract class InboxStoreContract extends InboxWorkbench {

    private static final InboxStream STREAM = new InboxStream(NORTH, "stock", "erp", "item-1");

    /** For subclasses. */
    protected InboxStoreContract() {}

    @Requirement(
            id = "INBOX-1",
            text = "The first claim writes an event down; every other one, in the same transaction and later, gets what"
                    + " is there.")
    final void writesDownOnce() throws SQLException {
        InboxEntry first = entry(key("e-1"));

        try (Connection tx = begin()) {
            assertThat(claim(tx, first)).as("the first claim").isEmpty();
            assertThat(claim(tx, first))
                    .as("the second claim of the transaction")
                    .hasValue(first);
            tx.commit();
        }

        assertThat(commit(first, Response.none())).as("a claim later").hasValue(first);
    }

    @Requirement(
            id = "INBOX-2",
            text = "An event is given back as it was written down, with its response byte for byte and its time to the"
                    + " microsecond; also to a claim with another fingerprint, which changes nothing.")
    final void givesBackWhatWasKept() throws SQLException {
        InboxKey key = new InboxKey(NORTH, "st\u00f6ck", "urn:\ud83d\ude00", " e'\\1 ");
        Response response = Response.of("application/octet-stream", new byte[] {0, -1, 10, 13, 39, 92});
        commit(new InboxEntry(key, PRINT, Response.none(), NOON), response);

        InboxEntry other = new InboxEntry(key, "a0".repeat(32), Response.none(), NOON.plusSeconds(9));

        InboxEntry kept = new InboxEntry(key, PRINT, response, NOON);
        assertThat(commit(other, Response.none())).as("what is there").hasValue(kept);
        assertThat(commit(other, Response.none())).as("what is there still").hasValue(kept);
    }

    @Requirement(id = "INBOX-3", text = "What a transaction wrote down is there when and only when it commits.")
    final void sharesTheFateOfTheTransaction() throws SQLException {
        try (Connection tx = begin()) {
            claim(tx, entry(key("e-1")));
            store().answer(tx, key("e-1"), Response.json("1"));
            assertThat(claim(tx, entry(key("e-1"))))
                    .as("within the transaction")
                    .map(InboxEntry::response)
                    .hasValue(Response.json("1"));
            tx.rollback();
        }

        assertThat(commit(key("e-1"))).as("a claim after a rollback").isEmpty();
    }

    @Requirement(
            id = "INBOX-4",
            text = "Tenants, consumers, sources and event ids are apart, and compare byte by byte: case and trailing"
                    + " spaces tell them apart.")
    final void keepsKeysApart() throws SQLException {
        List<InboxKey> keys = List.of(
                key("e-1"),
                key("E-1"),
                key("e-1 "),
                new InboxKey(TenantId.of("south"), "stock", "erp", "e-1"),
                new InboxKey(TenantId.of("NORTH"), "stock", "erp", "e-1"),
                new InboxKey(NORTH, "Stock", "erp", "e-1"),
                new InboxKey(NORTH, "stock ", "erp", "e-1"),
                new InboxKey(NORTH, "stock", "ERP", "e-1"),
                new InboxKey(NORTH, "stock", "erp ", "e-1"));

        for (InboxKey key : keys) {
            assertThat(commit(key)).as("the first claim of %s", key).isEmpty();
        }

        for (InboxKey key : keys) {
            assertThat(commit(key))
                    .as("the second claim of %s", key)
                    .map(InboxEntry::key)
                    .hasValue(key);
        }
    }

    @Requirement(
            id = "INBOX-5",
            text = "A claim waits for another transaction that wrote the same down, and gets its response once it"
                    + " commits.")
    final void waitsForTheResponse() throws Exception {
        assertThat(claimedWhile(Connection::commit))
                .as("the claim that waited")
                .map(InboxEntry::response)
                .hasValue(Response.json("first"));
    }

    @Requirement(id = "INBOX-6", text = "A claim that waited writes down itself when the other transaction rolls back.")
    final void takesOverAfterARollback() throws Exception {
        assertThat(claimedWhile(Connection::rollback))
                .as("the claim that waited")
                .isEmpty();
    }

    private Optional<InboxEntry> claimedWhile(Ending ending) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Connection first = begin()) {
            claim(first, entry(key("e-1")));
            store().answer(first, key("e-1"), Response.json("first"));
            Future<Optional<InboxEntry>> second = Concurrently.begin(() -> {
                begun.countDown();
                return commit(entry(key("e-1")), Response.json("second"));
            });
            begun.await();
            assertWaits(second);
            ending.of(first);
            return Concurrently.answer(second);
        }
    }

    @Requirement(id = "INBOX-7", text = "Of many transactions that claim the same at once, one writes it down.")
    final void letsOneOfManyWrite() {
        List<Optional<InboxEntry>> claims =
                Concurrently.call(4, worker -> commit(entry(key("e-1")), Response.json("by " + worker)));

        assertThat(claims)
                .as("claims that wrote down")
                .filteredOn(Optional::isEmpty)
                .hasSize(1);
        assertThat(claims.stream()
                        .flatMap(Optional::stream)
                        .map(InboxEntry::response)
                        .distinct())
                .as("responses that the others got")
                .hasSize(1);
    }

    @Requirement(
            id = "INBOX-8",
            text = "What a transaction takes back was never written down, for itself and for others; the transaction"
                    + " goes on.")
    final void takesBack() throws SQLException {
        try (Connection tx = begin()) {
            claim(tx, entry(key("e-1")));
            claim(tx, entry(key("e-2")));
            store().forget(tx, key("e-1"));
            assertThat(claim(tx, entry(key("e-1"))))
                    .as("a claim after forget()")
                    .isEmpty();
            store().forget(tx, key("e-1"));
            tx.commit();
        }

        assertThat(commit(key("e-1"))).as("a claim of what was taken back").isEmpty();
        assertThat(commit(key("e-2"))).as("a claim of what was not").isPresent();
    }

    @Requirement(
            id = "INBOX-9",
            text = "A stream begins at the start, and stands where a committed transaction left it; streams are apart,"
                    + " byte by byte.")
    final void keepsPositions() throws SQLException {
        try (Connection tx = begin()) {
            assertThat(store().lock(tx, STREAM)).as("an unknown stream").isEqualTo(Position.START);
            store().advance(tx, STREAM, new Position(1, 1));
            assertThat(store().lock(tx, STREAM)).as("within the transaction").isEqualTo(new Position(1, 1));
            tx.commit();
            store().lock(tx, STREAM);
            store().advance(tx, STREAM, new Position(2, 7));
            tx.rollback();

            assertThat(store().lock(tx, STREAM)).as("after a rollback").isEqualTo(new Position(1, 1));
            assertThat(store().lock(tx, new InboxStream(NORTH, "stock", "erp", "ITEM-1")))
                    .as("a stream of another case")
                    .isEqualTo(Position.START);
            assertThat(store().lock(tx, new InboxStream(TenantId.of("south"), "stock", "erp", "item-1")))
                    .as("a stream of another tenant")
                    .isEqualTo(Position.START);
            tx.rollback();
        }
    }

    @Requirement(id = "INBOX-10", text = "Who locks a stream waits for another transaction that has locked it.")
    final void locksStreams() throws Exception {
        try (Connection tx = begin()) {
            store().lock(tx, STREAM);
            store().advance(tx, STREAM, new Position(1, 1));
            tx.commit();
        }
        CountDownLatch begun = new CountDownLatch(1);
        try (Connection first = begin()) {
            store().lock(first, STREAM);
            Future<Position> second = Concurrently.begin(() -> {
                try (Connection tx = begin()) {
                    begun.countDown();
                    Position now = store().lock(tx, STREAM);
                    tx.rollback();
                    return now;
                }
            });
            begun.await();
            assertWaits(second);
            store().advance(first, STREAM, new Position(1, 2));
            first.commit();

            assertThat(Concurrently.answer(second))
                    .as("the position after the wait")
                    .isEqualTo(new Position(1, 2));
        }
    }

    @Requirement(
            id = "INBOX-11",
            text = "Purging removes the oldest events of all tenants, about so many at once, and nothing that is young"
                    + " enough; streams stand where they stood.")
    final void purgesTheOldest() throws SQLException {
        for (int i = 0; i < 5; i++) {
            TenantId tenant = TenantId.of(i % 2 == 0 ? "north" : "south");
            InboxKey key = new InboxKey(tenant, "stock", "erp", "e-" + i);
            commit(new InboxEntry(key, PRINT, Response.none(), NOON.plusSeconds(i)), Response.none());
        }
        try (Connection tx = begin()) {
            store().lock(tx, STREAM);
            store().advance(tx, STREAM, new Position(1, 1));
            tx.commit();
        }

        assertThat(store().purge(NOON.plusSeconds(3), 2)).as("the first page").isEqualTo(2);
        assertThat(store().purge(NOON.plusSeconds(3), 2)).as("the second page").isEqualTo(1);
        assertThat(store().purge(NOON.plusSeconds(3), 2)).as("the third page").isZero();

        assertThat(commit(key("e-0"))).as("a claim of what was purged").isEmpty();
        assertThat(commit(new InboxKey(TenantId.of("south"), "stock", "erp", "e-3")))
                .as("a claim of what was not")
                .isPresent();
        try (Connection tx = begin()) {
            assertThat(store().lock(tx, STREAM)).as("the stream").isEqualTo(new Position(1, 1));
            tx.rollback();
        }
    }

    private static void assertWaits(Future<?> running) throws Exception {
        try {
            running.get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        }
        throw new AssertionError("did not wait for the transaction that had been there first");
    }

    private interface Ending {
        void of(Connection tx) throws SQLException;
    }
}
