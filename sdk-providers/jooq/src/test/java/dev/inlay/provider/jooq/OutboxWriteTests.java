package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.Published;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How events are written in hosts' transactions, on whichever database the subclass opens. */
@Proves("EVT-1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutboxWriteTests {

    private final Entries entries = new Entries();
    private OpenStores database;
    private OutboxStore outbox;

    abstract DataSource open();

    @BeforeAll
    void start() {
        database = OpenStores.on(open());
        outbox = database.stores().outbox();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    @Proves("EVT-2")
    void numbersAHotKeyWithoutGapsWhoeverCommitsAndWhoeverRollsBack() throws Exception {
        TenantId tenant = entries.tenant();
        Callable<Integer> writer = () -> {
            int committed = 0;
            for (int i = 0; i < 15; i++) {
                if (i % 5 == 4) {
                    rollBack(entries.keyed(tenant, "hot"));
                } else {
                    append(entries.keyed(tenant, "hot"));
                    committed++;
                }
            }
            return committed;
        };

        List<Integer> committed = Work.together(Collections.nCopies(4, writer));

        List<StoredEvent> waiting = waiting(tenant);
        assertThat(committed).containsOnly(12);
        assertThat(waiting)
                .extracting(StoredEvent::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 48).boxed().toList());
        assertThat(waiting).extracting(StoredEvent::id).isSorted().doesNotHaveDuplicates();
        assertThat(waiting).extracting(StoredEvent::generation).containsOnly(1L);
    }

    @Test
    void beginsAKeyOnceWhenSeveralWriteItsFirstEvent() throws Exception {
        TenantId tenant = entries.tenant();
        CyclicBarrier together = new CyclicBarrier(4);
        Callable<Boolean> writer = () -> {
            for (int i = 0; i < 10; i++) {
                together.await();
                append(entries.keyed(tenant, "key-" + i));
            }
            return true;
        };

        Work.together(Collections.nCopies(4, writer));

        for (int i = 0; i < 10; i++) {
            String key = "key-" + i;
            assertThat(waiting(tenant))
                    .filteredOn(event -> event.key().orElseThrow().equals(key))
                    .extracting(StoredEvent::seq)
                    .containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void takesBackTheNumberOfASavepointThatIsRolledBack() throws SQLException {
        TenantId tenant = entries.tenant();

        try (Connection tx = database.begin()) {
            outbox.append(tx, entries.keyed(tenant, "key"));
            Savepoint before = tx.setSavepoint();
            outbox.append(tx, entries.keyed(tenant, "key"));
            outbox.append(tx, entries.keyed(tenant, "new in the savepoint"));
            tx.rollback(before);
            outbox.append(tx, entries.keyed(tenant, "key"));
            tx.commit();
        }

        assertThat(waiting(tenant)).extracting(StoredEvent::seq).containsExactly(1L, 2L);
    }

    @Test
    @Proves("EVT-6")
    void remembersNoRequestWhoseEventWasNotWrittenThoughTheHostCommits() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "key"));

        try (Connection other = database.begin();
                Connection tx = database.begin()) {
            outbox.append(other, entries.keyed(tenant, "key"));
            waitForLocks(tx, "1");
            for (List<OutboxEntry> some : List.of(
                    List.of(entries.requested(tenant, "key", "alone", "any")),
                    List.of(
                            entries.requested(tenant, "key", "first", "any"),
                            entries.requested(tenant, "key", "second", "any")))) {
                assertThatThrownBy(() -> {
                            if (some.size() == 1) {
                                outbox.append(tx, some.get(0));
                            } else {
                                outbox.appendAll(tx, some);
                            }
                        })
                        .isInstanceOf(TransactionLostException.class);
            }
            tx.commit();
            other.commit();
            waitForLocks(tx, "default");
        }

        for (String request : List.of("alone", "first", "second")) {
            Published again = append(entries.requested(tenant, "key", request, "any"));
            assertThat(again.duplicate()).as("request '%s'", request).isFalse();
        }
        assertThat(waiting(tenant)).extracting(StoredEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    /** H2 waits no longer than two seconds anyway. */
    private void waitForLocks(Connection tx, String seconds) throws SQLException {
        String product = database.product();
        if (product.contains("MariaDB")) {
            tx.createStatement().execute("set session innodb_lock_wait_timeout = " + seconds);
        } else if (product.contains("PostgreSQL") && !seconds.equals("default")) {
            tx.createStatement().execute("set local lock_timeout = '" + seconds + "s'");
        }
    }

    @Test
    void saysThatTheTransactionIsLostWhenTwoLockEachOthersKeys() throws Exception {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "a"));
        append(entries.keyed(tenant, "b"));
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);

        List<String> outcomes = Work.together(
                List.of(() -> crossing(tenant, "a", "b", bothHoldOne), () -> crossing(tenant, "b", "a", bothHoldOne)));

        assertThat(outcomes).contains("lost").isSubsetOf("lost", "committed");
        long committed = outcomes.stream().filter("committed"::equals).count();
        for (String key : List.of("a", "b")) {
            assertThat(waiting(tenant))
                    .filteredOn(event -> event.key().orElseThrow().equals(key))
                    .extracting(StoredEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 1 + committed).boxed().toList());
        }
    }

    @Test
    void writesOneOfTwoThatRaceWithTheSameRequestId() throws Exception {
        TenantId tenant = entries.tenant();
        OutboxEntry first = entries.requested(tenant, "request", "same");
        OutboxEntry second = entries.requested(tenant, "request", "same");

        Published answer = race(first, true, second);

        assertThat(answer).isEqualTo(new Published(first.eventId(), true));
        assertThat(waiting(tenant)).extracting(StoredEvent::eventId).contains(first.eventId());
        assertThat(waiting(tenant)).extracting(StoredEvent::eventId).doesNotContain(second.eventId());
    }

    @Test
    void writesTheSecondOfTwoThatRaceWithTheSameRequestIdWhenTheFirstRollsBack() throws Exception {
        TenantId tenant = entries.tenant();
        OutboxEntry first = entries.requested(tenant, "request", "same");
        OutboxEntry second = entries.requested(tenant, "request", "same");

        Published answer = race(first, false, second);

        assertThat(answer).isEqualTo(new Published(second.eventId(), false));
        assertThat(waiting(tenant)).extracting(StoredEvent::eventId).contains(second.eventId());
        assertThat(waiting(tenant)).extracting(StoredEvent::eventId).doesNotContain(first.eventId());
    }

    @Test
    void doesNotWaitForSomebodyWhoRepeatedACommittedRequest() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.requested(tenant, "request", "same"));

        try (Connection one = database.begin();
                Connection other = database.begin()) {
            Published first = outbox.append(one, entries.requested(tenant, "request", "same"));
            Published second = outbox.append(other, entries.requested(tenant, "request", "same"));

            assertThat(first).isEqualTo(second);
            assertThat(first.duplicate()).isTrue();
            one.rollback();
            other.rollback();
        }
    }

    @Test
    void refusesARequestIdWithOtherContentAndLeavesTheTransactionUsable() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.requested(tenant, "request", "this"));

        try (Connection tx = database.begin()) {
            assertThatThrownBy(() -> outbox.append(tx, entries.requested(tenant, "request", "that")))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("event.requestId"));
            outbox.append(tx, entries.keyed(tenant, "after"));
            tx.commit();
        }

        assertThat(waiting(tenant)).hasSize(2);
    }

    @Test
    void comparesKeysRequestsAndTenantsByteByByte() throws SQLException {
        TenantId north = entries.tenant();
        TenantId loud = TenantId.of(north.value().toUpperCase(java.util.Locale.ROOT));
        for (String key : List.of("key", "KEY", "key ", " key", "k\u00e9y", "ke\u0301y", "kéy ")) {
            append(entries.keyed(north, key));
            Published answer = append(entries.requested(north, key, key));
            assertThat(answer.duplicate()).as("request '%s'", key).isFalse();
        }
        append(entries.keyed(loud, "key"));

        List<StoredEvent> keyed =
                waiting(north).stream().filter(event -> event.key().isPresent()).toList();
        assertThat(keyed).hasSize(7).extracting(StoredEvent::seq).containsOnly(1L);
        assertThat(waiting(loud)).extracting(StoredEvent::seq).containsExactly(1L);
    }

    @Test
    void givesBackEveryByteOfTheEvent() throws SQLException {
        TenantId tenant = entries.tenant();
        byte[] bytes = new byte[64 * 1024];
        new Random(7).nextBytes(bytes);
        OutboxEntry entry = entries.with(tenant, Payload.of("application/octet-stream", bytes));
        append(entry);

        StoredEvent event = waiting(tenant).get(0);

        assertThat(event.payload()).isEqualTo(entry.payload());
        assertThat(event.at()).isEqualTo(entry.at());
        assertThat(event.eventId()).isEqualTo(entry.eventId());
        assertThat(event.type()).isEqualTo(entry.type());
        assertThat(event.version()).isEqualTo(entry.version());
        assertThat(event.key()).isEmpty();
        assertThat(event.seq()).isZero();
        assertThat(event.generation()).isZero();
    }

    @Test
    void takesAPayloadOfAMebibyte() throws SQLException {
        TenantId tenant = entries.tenant();
        OutboxEntry entry = entries.with(tenant, Payload.of("application/octet-stream", new byte[1024 * 1024]));

        append(entry);

        assertThat(waiting(tenant).get(0).payload()).isEqualTo(entry.payload());
    }

    @Test
    void writesARowPerTargetEachWithItsOwnNumber() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "key"));
        append(entries.to(tenant, "key", "crm", "erp"));

        List<StoredEvent> erp = waiting(tenant);
        List<StoredEvent> crm = waiting(tenant, "crm");

        assertThat(erp).extracting(StoredEvent::seq).containsExactly(1L, 2L);
        assertThat(crm).extracting(StoredEvent::seq).containsExactly(1L);
        assertThat(crm.get(0).eventId()).isEqualTo(erp.get(1).eventId());
    }

    @Test
    void refusesAConnectionInAutocommitMode() throws SQLException {
        TenantId tenant = entries.tenant();

        try (Connection tx = database.begin()) {
            tx.setAutoCommit(true);
            assertThatThrownBy(() -> outbox.append(tx, entries.keyed(tenant, "key")))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("tx"));
        }

        assertThat(waiting(tenant)).isEmpty();
    }

    @Test
    void refusesWhatADatabaseWouldChangeAndLeavesTheTransactionUsable() throws SQLException {
        TenantId tenant = entries.tenant();

        try (Connection tx = database.begin()) {
            for (String key : List.of("nul\0", "half\ud83d", "\ude00half", "k".repeat(201))) {
                assertThatThrownBy(() -> outbox.append(tx, entries.keyed(tenant, key)))
                        .isInstanceOf(InvalidValueException.class);
            }
            outbox.append(tx, entries.keyed(tenant, "whole\ud83d\ude00"));
            tx.commit();
        }

        assertThat(waiting(tenant))
                .extracting(event -> event.key().orElseThrow())
                .containsExactly("whole\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void isNeverWrongAtAnyIsolation(int isolation) throws Exception {
        TenantId tenant = entries.tenant();
        Callable<Boolean> writer = () -> {
            for (int i = 0; i < 5; i++) {
                Work.commit(database, tx -> {
                    // begins the snapshot before the lock is asked for
                    tx.setTransactionIsolation(isolation);
                    tx.createStatement()
                            .executeQuery("select count(*) from inlay_node")
                            .close();
                    return outbox.append(tx, entries.keyed(tenant, "key"));
                });
            }
            return true;
        };

        Work.together(Collections.nCopies(3, writer));

        assertThat(waiting(tenant))
                .extracting(StoredEvent::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 15).boxed().toList());
    }

    private String crossing(TenantId tenant, String first, String second, CyclicBarrier bothHoldOne) throws Exception {
        try (Connection tx = database.begin()) {
            outbox.append(tx, entries.keyed(tenant, first));
            bothHoldOne.await();
            try {
                outbox.append(tx, entries.keyed(tenant, second));
                tx.commit();
                return "committed";
            } catch (TransactionLostException e) {
                assertThat(e).hasCauseInstanceOf(SQLException.class);
                assertThat(e.retryable()).isTrue();
                tx.rollback();
                return "lost";
            }
        }
    }

    /** Appends the first, then the second from another thread, which waits; ends the first; the second goes on. */
    private Published race(OutboxEntry first, boolean commitFirst, OutboxEntry second) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection tx = database.begin();
                Connection other = database.begin()) {
            other.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            outbox.append(tx, first);
            Future<Published> waiting = thread.submit(() -> outbox.append(other, second));
            if (commitFirst) {
                tx.commit();
            } else {
                tx.rollback();
            }
            Published answer = Work.result(waiting);
            outbox.append(other, entries.keyed(second.tenant(), "after"));
            other.commit();
            return answer;
        } finally {
            thread.shutdownNow();
        }
    }

    private Published append(OutboxEntry entry) throws SQLException {
        return Work.commit(database, tx -> outbox.append(tx, entry));
    }

    private void rollBack(OutboxEntry entry) throws SQLException {
        try (Connection tx = database.begin()) {
            outbox.append(tx, entry);
            tx.rollback();
        } catch (TransactionLostException e) {
            // rolled back by the database instead
        }
    }

    private List<StoredEvent> waiting(TenantId tenant) {
        return waiting(tenant, Entries.TARGET);
    }

    private List<StoredEvent> waiting(TenantId tenant, String target) {
        List<StoredEvent> events = new ArrayList<>();
        IntStream.range(0, outbox.shards())
                .mapToObj(outbox::lanes)
                .flatMap(List::stream)
                .filter(lane -> lane.tenant().equals(tenant) && lane.target().equals(target))
                .forEach(lane -> events.addAll(outbox.read(lane, 0, 1000)));
        return events;
    }
}
