package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The search path of PostgreSQL, set for the session: one that ends with the transaction would lead to the shared
 * tables after a {@code commit} that was sent as text. What was on it before is left out: behind a tenant's schema it
 * would answer for every table that is missing there, with the rows of others.
 */
final class SearchPath implements SchemaSwitch {

    /** A path takes names that are not there, or that the role may not use, without a word. */
    private static final String ENTER = "select pg_catalog.set_config('search_path', quote_ident(nspname), false)"
            + " from pg_catalog.pg_namespace where nspname = ? and has_schema_privilege(oid, 'USAGE')";

    private static final String LEAVE = "select pg_catalog.set_config('search_path', ?, false)";

    /** The whole path is the way back: it may lead to more schemas than the one that has Inlay's tables. */
    private static final String HOME = "select n.nspname, current_setting('search_path') from pg_catalog.pg_class c"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('inlay_shard')";

    @Override
    public Home home(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HOME)) {
            rows.next();
            return new Home(rows.getString(1), rows.getString(2));
        }
    }

    /** Committed, since a rollback takes a session's setting along. */
    @Override
    public boolean enter(Connection tx, String schema) throws SQLException {
        boolean entered = set(tx, ENTER, schema);
        tx.commit();
        return entered;
    }

    /** Temporary tables hide others of their name, and the next tenant is not to read them. */
    @Override
    public void leave(Connection connection, Home home) throws SQLException {
        Sql.execute(connection, "discard temp");
        set(connection, LEAVE, home.wayBack());
        connection.commit();
    }

    private static boolean set(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
