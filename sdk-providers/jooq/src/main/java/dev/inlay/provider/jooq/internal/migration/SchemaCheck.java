package dev.inlay.provider.jooq.internal.migration;

import dev.inlay.api.error.StoreException;
import dev.inlay.provider.jooq.internal.database.Dialect;
import dev.inlay.provider.jooq.internal.database.OwnTransaction;
import dev.inlay.provider.jooq.internal.database.SqlFailures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Checks that the schema is there and of the version that this release works with, whoever made it. */
public final class SchemaCheck {

    /** PostgreSQL, MariaDB, H2: no such table. */
    private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private final DataSource dataSource;
    private final Dialect dialect;

    /**
     * Checks nothing yet.
     *
     * @param dataSource where the schema is
     * @param dialect what is there
     */
    public SchemaCheck(DataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /**
     * Checks.
     *
     * @throws StoreException {@code store.schema.missing}, retryable, when a script has not run yet;
     *     {@code store.schema.newer}, not retryable, when one ran that this release does not know
     */
    public void verify() {
        Set<Integer> versions = versions();
        for (Script script : Script.all(dialect.folder())) {
            if (!versions.contains(script.version())) {
                throw new StoreException(
                        "store.schema.missing",
                        true,
                        "script " + script.fileName() + " has not run; run the scripts in dev/inlay/provider/jooq/"
                                + dialect.folder() + ", or let the plug-in run them",
                        null);
            }
        }
        for (int version : versions) {
            refuseNewer(version);
        }
    }

    static void refuseNewer(int version) {
        if (version > Script.LATEST) {
            throw new StoreException(
                    "store.schema.newer",
                    false,
                    "the schema is of version " + version + ", this release knows up to " + Script.LATEST
                            + "; use the release that made it, or a later one",
                    null);
        }
    }

    private Set<Integer> versions() {
        try {
            return OwnTransaction.call(dataSource, SchemaCheck::versions);
        } catch (SQLException e) {
            if (NO_TABLE.contains(String.valueOf(e.getSQLState()))) {
                return Set.of();
            }
            throw SqlFailures.translate("checking the schema", e);
        }
    }

    private static Set<Integer> versions(Connection connection) throws SQLException {
        Set<Integer> versions = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select version from inlay_schema")) {
            while (rows.next()) {
                versions.add(rows.getInt(1));
            }
        }
        return versions;
    }
}
