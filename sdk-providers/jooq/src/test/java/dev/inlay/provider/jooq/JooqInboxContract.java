package dev.inlay.provider.jooq;

import dev.inlay.spi.store.InboxStore;
import dev.inlay.testkit.contracts.InboxFixture;
import dev.inlay.testkit.contracts.InboxStoreContract;
import dev.inlay.testkit.contracts.Proves;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The inbox contract on one database, emptied between requirements. */
@Proves("EVT-6")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JooqInboxContract extends InboxStoreContract {

    private static final List<String> EMPTYING = List.of("delete from inlay_inbox", "delete from inlay_inbox_stream");

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
    protected final InboxFixture open() throws SQLException {
        DataSource source = database.stores().dataSource();
        for (String statement : EMPTYING) {
            OpenStores.execute(source, statement);
        }
        return new InboxFixture() {
            @Override
            public InboxStore store() {
                return database.stores().inbox();
            }

            @Override
            public DataSource dataSource() {
                return source;
            }
        };
    }
}
