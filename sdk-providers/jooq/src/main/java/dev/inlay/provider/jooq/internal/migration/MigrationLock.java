package dev.inlay.provider.jooq.internal.migration;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.provider.jooq.internal.database.OwnTransaction;
import dev.inlay.provider.jooq.internal.database.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Lets one node at a time run scripts. The lock is a row that a connection of its own keeps locked, because DDL commits
 * on MariaDB and H2; when the node dies, the database ends that connection's transaction and frees the row.
 */
final class MigrationLock {

    private static final int ATTEMPTS = 10;

    private final DataSource dataSource;

    MigrationLock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Works under the lock. Waits for it as long as the database lets a statement wait, ten times.
     *
     * @param work runs once
     */
    void with(Runnable work) {
        prepare();
        for (int attempt = 1; ; attempt++) {
            try {
                OwnTransaction.call(dataSource, connection -> {
                    lock(connection);
                    work.run();
                    return true;
                });
                return;
            } catch (SQLException e) {
                InlayException failure = SqlFailures.translate("waiting for another node to run the scripts", e);
                if (attempt == ATTEMPTS || !(failure instanceof TransactionLostException)) {
                    throw failure;
                }
            }
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("select id from inlay_schema_lock where id = 1 for update")
                    .close();
        }
    }

    /** Several nodes may do this at once, so what one of them failed at is tried again once another has done it. */
    private void prepare() {
        for (int attempt = 1; ; attempt++) {
            try {
                OwnTransaction.call(dataSource, MigrationLock::create);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) {
                    throw SqlFailures.translate("making the table that locks the schema", e);
                }
            }
        }
    }

    private static boolean create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists inlay_schema_lock (id int not null primary key)");
            return statement.executeUpdate("insert into inlay_schema_lock (id) select 1 from (select 1 as one) as one"
                            + " where not exists (select 1 from inlay_schema_lock)")
                    >= 0;
        }
    }
}
