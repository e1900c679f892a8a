package dev.inlay.provider.jooq;

import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.DeliveryStoreContract;
import dev.inlay.testkit.contracts.OutboxFixture;
import dev.inlay.testkit.contracts.Proves;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The ledger's contract on one database, emptied between requirements. */
@Proves("EVT-10")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JooqDeliveryContract extends DeliveryStoreContract {

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
        List<String> emptying = new ArrayList<>(JooqOutboxContract.EMPTYING);
        emptying.add("delete from inlay_delivery");
        emptying.add("delete from inlay_chore");
        for (String statement : emptying) {
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

    @Override
    protected final DeliveryStore deliveries() {
        return database.stores().deliveries();
    }
}
