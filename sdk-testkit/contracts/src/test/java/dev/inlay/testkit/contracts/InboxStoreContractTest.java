package dev.inlay.testkit.contracts;

import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.Response;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.InboxEntry;
import dev.inlay.spi.store.InboxKey;
import dev.inlay.spi.store.InboxStore;
import dev.inlay.spi.store.InboxStream;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryInboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

@Proves({"KIT-1", "EVT-6"})
final class InboxStoreContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new OnMemory((sound, database) -> sound);
    }

    @Override
    List<Flaw> hollow() {
        return List.of(
                flaw("does nothing", sound -> Hollow.doesNothing(InboxStore.class), allBut()),
                flaw("always throws", sound -> Hollow.alwaysThrows(InboxStore.class), allBut()));
    }

    @Override
    List<Flaw> flaws() {
        return List.of(
                flaw(
                        "hides repetitions",
                        HidingRepetitions::new,
                        "INBOX-1",
                        "INBOX-2",
                        "INBOX-3",
                        "INBOX-4",
                        "INBOX-5",
                        "INBOX-7",
                        "INBOX-8",
                        "INBOX-11"),
                flaw("loses responses", LosingResponses::new, "INBOX-2", "INBOX-3", "INBOX-5"),
                flaw("commits at once", CommittingAtOnce::new, "INBOX-2", "INBOX-3", "INBOX-5", "INBOX-6", "INBOX-8"),
                flaw("ignores case", sound -> new Keyed(sound, text -> text.toLowerCase(Locale.ROOT)), "INBOX-4"),
                flaw("ignores trailing spaces", sound -> new Keyed(sound, String::stripTrailing), "INBOX-2", "INBOX-4"),
                flaw("does not wait", NotWaiting::new, "INBOX-5", "INBOX-6"),
                flaw("never takes back", NeverTakingBack::new, "INBOX-8"),
                flaw("forgets positions", ForgettingPositions::new, "INBOX-9", "INBOX-10", "INBOX-11"),
                flaw("does not lock streams", NotLockingStreams::new, "INBOX-9", "INBOX-10"),
                flaw("purges everything", PurgingEverything::new, "INBOX-11"));
    }

    private static Flaw flaw(String name, UnaryOperator<InboxStore> breaking, String... fails) {
        return flaw(name, (sound, database) -> breaking.apply(sound), fails);
    }

    private static Flaw flaw(
            String name, BiFunction<InboxStore, InMemoryDatabase, InboxStore> breaking, String... fails) {
        return Flaw.of(name, () -> new OnMemory(breaking), fails);
    }

    /** Does what another store does; a broken one changes a single thing. */
    private static class Forwarding implements InboxStore {

        final InboxStore sound;

        Forwarding(InboxStore sound) {
            this.sound = sound;
        }

        @Override
        public Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
            return sound.claim(tx, entry);
        }

        @Override
        public void answer(Connection tx, InboxKey key, Response response) {
            sound.answer(tx, key, response);
        }

        @Override
        public void forget(Connection tx, InboxKey key) {
            sound.forget(tx, key);
        }

        @Override
        public InboxStream.Position lock(Connection tx, InboxStream stream) {
            return sound.lock(tx, stream);
        }

        @Override
        public void advance(Connection tx, InboxStream stream, InboxStream.Position position) {
            sound.advance(tx, stream, position);
        }

        @Override
        public int purge(Instant before, int limit) {
            return sound.purge(before, limit);
        }
    }

    private static final class HidingRepetitions extends Forwarding {

        HidingRepetitions(InboxStore sound) {
            super(sound);
        }

        @Override
        public Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
            super.claim(tx, entry);
            return Optional.empty();
        }
    }

    private static final class LosingResponses extends Forwarding {

        LosingResponses(InboxStore sound) {
            super(sound);
        }

        @Override
        public void answer(Connection tx, InboxKey key, Response response) {}
    }

    private static final class CommittingAtOnce extends Forwarding {

        private final InMemoryDatabase database;

        CommittingAtOnce(InboxStore sound, InMemoryDatabase database) {
            super(sound);
            this.database = database;
        }

        @Override
        public Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
            return inOwn(database, own -> super.claim(own, entry));
        }
    }

    private static <T> T inOwn(InMemoryDatabase database, Function<Connection, T> work) {
        try (Connection own = database.dataSource().getConnection()) {
            own.setAutoCommit(false);
            T done = work.apply(own);
            own.commit();
            return done;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Keyed extends Forwarding {

        private final UnaryOperator<String> change;

        Keyed(InboxStore sound, UnaryOperator<String> change) {
            super(sound);
            this.change = change;
        }

        @Override
        public Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
            return super.claim(
                    tx, new InboxEntry(changed(entry.key()), entry.fingerprint(), entry.response(), entry.at()));
        }

        @Override
        public void answer(Connection tx, InboxKey key, Response response) {
            super.answer(tx, changed(key), response);
        }

        @Override
        public void forget(Connection tx, InboxKey key) {
            super.forget(tx, changed(key));
        }

        private InboxKey changed(InboxKey key) {
            return new InboxKey(
                    TenantId.of(change.apply(key.tenant().value())),
                    change.apply(key.consumer()),
                    change.apply(key.source()),
                    change.apply(key.eventId()));
        }
    }

    /** Gives up while another transaction is at it. */
    private static final class NotWaiting extends Forwarding {

        private final Map<InboxKey, Connection> claiming = new ConcurrentHashMap<>();

        NotWaiting(InboxStore sound) {
            super(sound);
        }

        @Override
        public Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
            Connection at = claiming.merge(entry.key(), tx, (first, next) -> isClosed(first) ? next : first);
            if (at != tx) {
                LockSupport.parkNanos(100_000_000);
                throw new TransactionLostException("another is at it", null);
            }
            return super.claim(tx, entry);
        }

        private static boolean isClosed(Connection connection) {
            try {
                return connection.isClosed();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class NeverTakingBack extends Forwarding {

        NeverTakingBack(InboxStore sound) {
            super(sound);
        }

        @Override
        public void forget(Connection tx, InboxKey key) {}
    }

    private static final class ForgettingPositions extends Forwarding {

        ForgettingPositions(InboxStore sound) {
            super(sound);
        }

        @Override
        public void advance(Connection tx, InboxStream stream, InboxStream.Position position) {}
    }

    /** Who looked first goes on only when the other has looked too, however late that is. */
    private static final class NotLockingStreams extends Forwarding {

        private final InMemoryDatabase database;
        private final CountDownLatch looks = new CountDownLatch(3);
        private final AtomicInteger advances = new AtomicInteger();

        NotLockingStreams(InboxStore sound, InMemoryDatabase database) {
            super(sound);
            this.database = database;
        }

        @Override
        public InboxStream.Position lock(Connection tx, InboxStream stream) {
            InboxStream.Position position = inOwn(database, own -> super.lock(own, stream));
            looks.countDown();
            return position;
        }

        @Override
        public void advance(Connection tx, InboxStream stream, InboxStream.Position position) {
            if (advances.incrementAndGet() == 2) {
                await(looks);
            }
            super.advance(tx, stream, position);
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody else has looked");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class PurgingEverything extends Forwarding {

        PurgingEverything(InboxStore sound) {
            super(sound);
        }

        @Override
        public int purge(Instant before, int limit) {
            return super.purge(Instant.MAX, limit);
        }
    }

    /** The contract on a store in memory, whole or broken. */
    static final class OnMemory extends InboxStoreContract {

        private final BiFunction<InboxStore, InMemoryDatabase, InboxStore> breaking;

        OnMemory(BiFunction<InboxStore, InMemoryDatabase, InboxStore> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected InboxFixture open() {
            InMemoryDatabase database = new InMemoryDatabase();
            InboxStore store = breaking.apply(new InMemoryInboxStore(database), database);
            return new InboxFixture() {
                @Override
                public InboxStore store() {
                    return store;
                }

                @Override
                public DataSource dataSource() {
                    return database.dataSource();
                }
            };
        }
    }
}
