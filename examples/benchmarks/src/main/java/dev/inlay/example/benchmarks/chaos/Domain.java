package dev.inlay.example.benchmarks.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The host's own tables, which know what happened without asking the outbox: claims that count their changes, notes.
 */
final class Domain {

    static final List<String> TENANTS = List.of("north-clinic", "south-clinic", "west-clinic");
    static final List<String> TARGETS = List.of("erp", "crm");

    private static final int CLAIMS = 60;

    private Domain() {}

    /** Makes the tables where they are missing, with every claim of every tenant at version 0. */
    static void create(DataSource database) throws SQLException {
        try (Connection tx = database.getConnection();
                Statement statement = tx.createStatement()) {
            statement.execute("create table if not exists claim (tenant varchar(64) not null, id varchar(64) not null,"
                    + " version bigint not null, constraint claim_pk primary key (tenant, id))");
            statement.execute("create table if not exists note (tenant varchar(64) not null, id varchar(64) not null,"
                    + " constraint note_pk primary key (tenant, id))");
            try (ResultSet rows = statement.executeQuery("select 1 from claim")) {
                if (rows.next()) {
                    return;
                }
            }
            for (String tenant : TENANTS) {
                for (int claim = 0; claim < CLAIMS; claim++) {
                    statement.addBatch("insert into claim (tenant, id, version) values ('" + tenant + "', '"
                            + claim(claim) + "', 0)");
                }
            }
            statement.executeBatch();
        }
    }

    /** A claim by number; every number is one. The first is changed more often than the others. */
    static String claim(int number) {
        return "claim-" + number % CLAIMS;
    }

    /** Where the changes of a claim, or a note, are sent. */
    static String target(String id) {
        return TARGETS.get(Math.floorMod(id.hashCode(), 3) == 0 ? 1 : 0);
    }

    /** Whether each change of a claim is told after the same time, in which nothing overtakes. */
    static boolean isLate(String claim) {
        return kind(claim) == 1;
    }

    /** Whether each change of a claim is told after a time of its own: later ones overtake earlier ones. */
    static boolean isMixed(String claim) {
        return kind(claim) == 2;
    }

    private static int kind(String claim) {
        return claim.startsWith("claim-") ? Integer.parseInt(claim.substring("claim-".length())) % 6 : 0;
    }

    /** Whether what is told of a stream comes in the order of its versions, and not in that of its due times. */
    static boolean isInOrderOfVersions(String stream) {
        return !isMixed(stream.substring(stream.lastIndexOf(' ') + 1));
    }

    static String stream(String tenant, String target, String id) {
        return tenant + " " + target + " " + id;
    }

    /** Changes a claim, and answers which version it has now. */
    static long change(Connection tx, String tenant, String claim) throws SQLException {
        try (PreparedStatement update =
                tx.prepareStatement("update claim set version = version + 1 where tenant = ? and id = ?")) {
            update.setString(1, tenant);
            update.setString(2, claim);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("there is no " + claim + " of " + tenant);
            }
        }
        try (PreparedStatement select = tx.prepareStatement("select version from claim where tenant = ? and id = ?")) {
            select.setString(1, tenant);
            select.setString(2, claim);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static void write(Connection tx, String tenant, String note) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement("insert into note (tenant, id) values (?, ?)")) {
            insert.setString(1, tenant);
            insert.setString(2, note);
            insert.executeUpdate();
        }
    }

    /** What was committed: the last version, by stream; a note has one. */
    static Map<String, Long> versions(DataSource database) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select tenant, id, version from claim where version > 0"
                        + " union all select tenant, id, 1 from note")) {
            while (rows.next()) {
                String id = rows.getString(2);
                versions.put(stream(rows.getString(1), target(id), id), rows.getLong(3));
            }
        }
        return versions;
    }
}
