package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The search path of PostgreSQL, set for one transaction. What was on it before is left out: behind a tenant's schema
 * it would answer for every table that is missing there, with the rows of others.
 */
final class SearchPath implements SchemaSwitch {

    /** A path takes names that are not there, or that the role may not use, without a word. */
    private static final String ENTER = "select set_config('search_path', quote_ident(nspname), true)"
            + " from pg_catalog.pg_namespace where nspname = ? and has_schema_privilege(oid, 'USAGE')";

    private static final String HOME = "select n.nspname from pg_catalog.pg_class c"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('inlay_shard')";

    @Override
    public String home(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HOME)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public boolean enter(Connection tx, String schema) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(ENTER)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public void leave(Connection connection, String home) {
        // the transaction took it along
    }
}
