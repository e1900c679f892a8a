package dev.inlay.provider.jooq.internal.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** Which scripts were run here by the plug-in, as {@code inlay_schema_history} keeps it. */
final class History {

    /**
     * A script that was begun.
     *
     * @param checksum of its text then
     * @param success whether it came to its end
     */
    record Entry(String checksum, boolean success) {}

    private History() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists inlay_schema_history (version int not null primary key,"
                    + " description varchar(100) not null, checksum varchar(64) not null,"
                    + " applied_us bigint not null, success boolean not null)");
        }
    }

    /** By version. */
    static Map<Integer, Entry> read(Connection connection) throws SQLException {
        Map<Integer, Entry> entries = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select version, checksum, success from inlay_schema_history")) {
            while (rows.next()) {
                entries.put(rows.getInt(1), new Entry(rows.getString(2), rows.getBoolean(3)));
            }
        }
        return entries;
    }

    static void begin(Connection connection, Script script, long micros) throws SQLException {
        String insert = "insert into inlay_schema_history (version, description, checksum, applied_us, success)"
                + " values (?, ?, ?, ?, ?)";
        forget(connection, script);
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setInt(1, script.version());
            statement.setString(2, script.description());
            statement.setString(3, script.checksum());
            statement.setLong(4, micros);
            statement.setBoolean(5, false);
            statement.executeUpdate();
        }
    }

    static void succeed(Connection connection, Script script) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update inlay_schema_history set success = true where version = ?")) {
            statement.setInt(1, script.version());
            statement.executeUpdate();
        }
    }

    private static void forget(Connection connection, Script script) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from inlay_schema_history where version = ?")) {
            statement.setInt(1, script.version());
            statement.executeUpdate();
        }
    }
}
