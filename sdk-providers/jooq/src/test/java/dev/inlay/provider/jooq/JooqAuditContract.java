package dev.inlay.provider.jooq;

import dev.inlay.spi.store.AuditStore;
import dev.inlay.testkit.contracts.AuditFixture;
import dev.inlay.testkit.contracts.AuditStoreContract;
import dev.inlay.testkit.contracts.Proves;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The audit contract on one database, emptied between requirements. */
@Proves("GOV-1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JooqAuditContract extends AuditStoreContract {

    private static final List<String> EMPTYING =
            List.of("delete from inlay_audit_detail", "delete from inlay_audit", "delete from inlay_audit_head");

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
    protected final AuditFixture open() throws SQLException {
        DataSource source = database.stores().dataSource();
        for (String statement : EMPTYING) {
            OpenStores.execute(source, statement);
        }
        return new AuditFixture() {
            @Override
            public AuditStore store() {
                return database.stores().audit();
            }

            @Override
            public DataSource dataSource() {
                return source;
            }
        };
    }
}
