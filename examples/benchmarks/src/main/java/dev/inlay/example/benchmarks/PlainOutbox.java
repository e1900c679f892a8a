package dev.inlay.example.benchmarks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The floor: the same rows through plain JDBC, read in order by pages and deleted by batches, with no guarantee of any
 * kind.
 */
final class PlainOutbox implements OutboxContender {

    private static final int PAGE = 500;

    private final DataSource dataSource;

    PlainOutbox(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static void create(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists plain_event (id bigint primary key, stream_key varchar(200),"
                    + " payload bytea not null)");
        }
    }

    @Override
    public void load(int events, boolean keyed) throws SQLException {
        create(dataSource);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate plain_event");
        }
        try (Connection tx = dataSource.getConnection();
                PreparedStatement insert =
                        tx.prepareStatement("insert into plain_event (id, stream_key, payload) values (?, ?, ?)")) {
            tx.setAutoCommit(false);
            for (int i = 0; i < events; i++) {
                insert.setLong(1, i);
                insert.setString(2, keyed ? "claim-" + i % KEYS : null);
                insert.setBytes(3, OutboxContender.payload(i).getBytes(StandardCharsets.UTF_8));
                insert.addBatch();
                if (i % PAGE == PAGE - 1) {
                    insert.executeBatch();
                    tx.commit();
                }
            }
            insert.executeBatch();
            tx.commit();
            tx.setAutoCommit(true);
            tx.createStatement().execute("vacuum analyze plain_event");
        }
    }

    @Override
    public double drain(int events) throws SQLException {
        long begun = System.nanoTime();
        int read = 0;
        long bytes = 0;
        try (Connection tx = dataSource.getConnection();
                PreparedStatement select = tx.prepareStatement(
                        "select id, stream_key, payload from plain_event where id > ? order by id limit " + PAGE);
                PreparedStatement delete = tx.prepareStatement("delete from plain_event where id = any(?)")) {
            tx.setAutoCommit(false);
            long after = -1;
            while (read < events) {
                select.setLong(1, after);
                Long[] ids = new Long[PAGE];
                int count = 0;
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        after = rows.getLong(1);
                        ids[count++] = after;
                        bytes += rows.getBytes(3).length;
                    }
                }
                delete.setArray(1, tx.createArrayOf("bigint", java.util.Arrays.copyOf(ids, count)));
                delete.executeUpdate();
                tx.commit();
                read += count;
            }
            tx.setAutoCommit(true);
        }
        if (bytes < events) {
            throw new IllegalStateException("payloads were empty");
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
