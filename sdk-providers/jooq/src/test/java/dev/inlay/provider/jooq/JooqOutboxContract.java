package dev.inlay.provider.jooq;

import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.OutboxFixture;
import dev.inlay.testkit.contracts.OutboxStoreContract;
import dev.inlay.testkit.contracts.Proves;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The outbox contract on one database, emptied between requirements. */
@Proves({"EVT-1", "EVT-2", "EVT-5", "EVT-11"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JooqOutboxContract extends OutboxStoreContract {

    static final List<String> EMPTYING = List.of(
            "delete from inlay_event",
            "delete from inlay_delayed",
            "delete from inlay_parked",
            "delete from inlay_retry",
            "delete from inlay_stream",
            "delete from inlay_dedupe",
            "delete from inlay_node",
            "delete from inlay_hold",
            "update inlay_shard set owner = null, until_us = 0 where shard >= 0");

    private OpenStores database;

    abstract DataSource database();

    @BeforeAll
    final void start() {
        database = OpenStores.on(database());
    }

    @AfterAll
    final void stop() {
        database.close();
    }

    @Override
    protected final OutboxFixture open() throws SQLException {
        DataSource source = database.stores().dataSource();
        for (String statement : EMPTYING) {
            OpenStores.execute(source, statement);
        }
        return new OutboxFixture() {
            @Override
            public OutboxStore store() {
                return database.stores().outbox();
            }

            @Override
            public OutboxOperations operations() {
                return database.stores().operations();
            }

            @Override
            public DataSource dataSource() {
                return source;
            }
        };
    }
}
