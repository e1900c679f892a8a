package dev.inlay.provider.jooq;

import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.OutboxFixture;
import dev.inlay.testkit.contracts.OutboxOperationsContract;
import dev.inlay.testkit.contracts.Proves;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What operators do, on one database, emptied between requirements. */
@Proves({"EVT-5"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JooqOperationsContract extends OutboxOperationsContract {

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
        for (String statement : JooqOutboxContract.EMPTYING) {
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
