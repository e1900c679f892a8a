package dev.inlay.example.benchmarks.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What the outbox still holds: waiting, parked or delayed. Only tells when a run may end; it judges nothing. */
final class Waiting {

    private Waiting() {}

    static boolean isNone(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select (select count(*) from inlay_event)"
                        + " + (select count(*) from inlay_parked) + (select count(*) from inlay_delayed)")) {
            row.next();
            return row.getLong(1) == 0;
        }
    }
}
