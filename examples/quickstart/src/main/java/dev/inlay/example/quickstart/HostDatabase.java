package dev.inlay.example.quickstart;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;

/** The host's own tables, beside which Inlay keeps its. */
final class HostDatabase implements AutoCloseable {

    /** A claim that was accepted, with the event that tells the ERP. */
    record Accepted(String tenant, String claim, String account, long amount, String eventId) {}

    /** A claim that was refused, and why. */
    record Refused(String tenant, String claim, String reason) {}

    private final JdbcConnectionPool pool;

    private HostDatabase(JdbcConnectionPool pool) {
        this.pool = pool;
    }

    /** WRITE_DELAY=0: a commit that H2 acknowledged survives a kill. */
    static HostDatabase open(Path file) throws SQLException {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "clinic", "");
        pool.setMaxConnections(20);
        HostDatabase database = new HostDatabase(pool);
        database.createTables();
        return database;
    }

    private void createTables() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists claim (tenant varchar(64), claim varchar(40),"
                    + " account varchar(40) not null, amount bigint not null, event_id varchar(200) not null,"
                    + " primary key (tenant, claim))");
            statement.execute("create table if not exists refused_claim (tenant varchar(64), claim varchar(40),"
                    + " reason varchar(100) not null, primary key (tenant, claim))");
        }
    }

    JdbcConnectionPool dataSource() {
        return pool;
    }

    static void save(Connection tx, Claim claim, String eventId) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement("insert into claim values (?, ?, ?, ?, ?)")) {
            insert.setString(1, claim.tenant());
            insert.setString(2, claim.claim());
            insert.setString(3, claim.account());
            insert.setLong(4, claim.amount());
            insert.setString(5, eventId);
            insert.executeUpdate();
        }
    }

    static void refuse(Connection tx, Claim claim, String reason) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement("insert into refused_claim values (?, ?, ?)")) {
            insert.setString(1, claim.tenant());
            insert.setString(2, claim.claim());
            insert.setString(3, reason);
            insert.executeUpdate();
        }
    }

    /** What a process before this one has finished, as tenant/claim. */
    Set<String> done() throws SQLException {
        Set<String> done = new HashSet<>();
        accepted().forEach(row -> done.add(row.tenant() + '/' + row.claim()));
        refused().forEach(row -> done.add(row.tenant() + '/' + row.claim()));
        return done;
    }

    List<Accepted> accepted() throws SQLException {
        return rows(
                "select tenant, claim, account, amount, event_id from claim order by tenant, claim",
                row -> new Accepted(
                        row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getString(5)));
    }

    List<Refused> refused() throws SQLException {
        return rows(
                "select tenant, claim, reason from refused_claim order by tenant, claim",
                row -> new Refused(row.getString(1), row.getString(2), row.getString(3)));
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
