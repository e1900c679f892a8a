package dev.inlay.provider.jooq.internal.database;

import dev.inlay.api.error.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** Knows a database by what it says of itself. */
final class Dialects {

    private Dialects() {}

    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String name = database.getDatabaseProductName();
        String version = database.getDatabaseProductVersion();
        // A driver made for MySQL calls MariaDB MySQL; the version tells.
        if ((name + " " + version).toLowerCase(Locale.ROOT).contains("mariadb")) {
            return new MariadbDialect();
        }
        return switch (name) {
            case "PostgreSQL" -> new PostgresDialect();
            case "H2" -> new H2Dialect();
            default ->
                throw new StoreException(
                        "store.unsupported",
                        false,
                        "the database is " + name + " " + version + "; use PostgreSQL, MariaDB or H2",
                        null);
        };
    }
}
