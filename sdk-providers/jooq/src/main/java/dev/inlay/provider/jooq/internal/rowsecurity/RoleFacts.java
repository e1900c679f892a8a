package dev.inlay.provider.jooq.internal.rowsecurity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * As whom a data source works, and where.
 *
 * @param role the current one
 * @param schema the current one
 * @param place database and schema, to compare
 */
record RoleFacts(String role, String schema, String place) {

    static RoleFacts of(Connection connection) throws SQLException {
        String ask = "select current_user, coalesce(current_schema(), ''), current_database()";
        try (PreparedStatement statement = connection.prepareStatement(ask);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            String schema = rows.getString(2);
            return new RoleFacts(rows.getString(1), schema, "database " + rows.getString(3) + ", schema " + schema);
        }
    }

    /**
     * Whether whoever is connected passes over policies, may come to, or may act as another role. What it logged in as
     * counts as much as what it is set to.
     */
    static boolean passesOver(Connection connection) throws SQLException {
        return yes(connection, """
                select exists (select from pg_roles r where (rolsuper or rolbypassrls or rolcreaterole or rolreplication)
                    and (pg_has_role(session_user, r.oid, 'member') or pg_has_role(current_user, r.oid, 'member')))""");
    }

    /** Whether it may make temporary tables, which hide others of their name and outlive a tenant's work. */
    static boolean mayMakeTemporary(Connection connection) throws SQLException {
        return yes(connection, """
                select exists (select from pg_roles r where has_database_privilege(r.oid, current_database(), 'TEMP')
                    and (pg_has_role(session_user, r.oid, 'member') or pg_has_role(current_user, r.oid, 'member')))""");
    }

    static boolean mayActAs(Connection connection, String role) throws SQLException {
        return yes(
                connection,
                "select pg_has_role(session_user, ?, 'member') or pg_has_role(current_user, ?, 'member')",
                role,
                role);
    }

    private static boolean yes(Connection connection, String question, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
