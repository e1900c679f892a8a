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
        return number(
                        database,
                        "select (select count(*) from inlay_event) + (select count(*) from inlay_parked)"
                                + " + (select count(*) from inlay_delayed)")
                == 0;
    }

    /** Retries of events that neither wait nor are parked: nobody will ever try them, or take them away. */
    static long orphanedRetries(DataSource database) throws SQLException {
        return number(
                database,
                "select count(*) from inlay_retry r where not exists (select 1 from inlay_event e where e.shard ="
                        + " r.shard and e.tenant = r.tenant and e.target = r.target and e.id = r.id) and not exists"
                        + " (select 1 from inlay_parked p where p.shard = r.shard and p.tenant = r.tenant and p.target ="
                        + " r.target and p.id = r.id)");
    }

    private static long number(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
