package dev.inlay.testkit.contracts;

import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.time.InstantSource;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/** The outbox in memory, whole or broken. */
final class InMemoryOutboxFixture implements OutboxFixture {

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final InMemoryOutboxStore sound = new InMemoryOutboxStore(database, InstantSource.system(), 4);
    private final OutboxStore store;

    private InMemoryOutboxFixture(BiFunction<OutboxStore, InMemoryDatabase, OutboxStore> breaking) {
        this.store = breaking.apply(sound, database);
    }

    @Override
    public OutboxStore store() {
        return store;
    }

    @Override
    public OutboxOperations operations() {
        return sound.operations();
    }

    @Override
    public DataSource dataSource() {
        return database.dataSource();
    }

    /** The contract on such a fixture. */
    static final class OnMemory extends OutboxStoreContract {

        private final BiFunction<OutboxStore, InMemoryDatabase, OutboxStore> breaking;

        OnMemory(BiFunction<OutboxStore, InMemoryDatabase, OutboxStore> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected OutboxFixture open() {
            return new InMemoryOutboxFixture(breaking);
        }
    }
}
