package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The schema that a session is in, where a transaction has none of its own.
 *
 * @param asking the query for it
 * @param entering the statement before the name
 * @param quote around the name
 * @param noSuchSchema the database's error code
 * @param denied the error code when the role may not use it; the same where there is none
 */
record SessionSchema(String asking, String entering, String quote, int noSuchSchema, int denied)
        implements SchemaSwitch {

    static final SessionSchema H2 = new SessionSchema("call schema()", "set schema ", "\"", 90079, 90079);
    static final SessionSchema MARIADB = new SessionSchema("select database()", "use ", "`", 1049, 1044);

    @Override
    public Home home(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(asking)) {
            rows.next();
            String schema = rows.getString(1);
            return new Home(schema, schema);
        }
    }

    @Override
    public boolean enter(Connection tx, String schema) throws SQLException {
        try {
            change(tx, schema);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == noSuchSchema || e.getErrorCode() == denied) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void leave(Connection connection, Home home) throws SQLException {
        change(connection, home.wayBack());
    }

    private void change(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(entering + quote + schema.replace(quote, quote + quote) + quote);
        }
    }
}
