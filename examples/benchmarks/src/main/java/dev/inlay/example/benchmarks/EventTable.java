package dev.inlay.example.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The outbox's own tables, filled and watched from outside. */
final class EventTable {

    private static final long STATISTICS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final DataSource dataSource;

    EventTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Puts events of 1,000 streams there, as if they had been published one after another. */
    void load(String target, int events) throws SQLException {
        execute("insert into inlay_event (shard, tenant, target, id, stream_key, generation, seq, event_id, event_type,"
                + " event_version, content_type, payload, published_us)"
                + " select (n % 1000) % 16, '" + FixedDirectory.TENANT + "', '" + target
                + "', nextval('inlay_event_id'),"
                + " 'claim-' || (n % 1000), 1, 1 + n / 1000, 'loaded-" + target + "-' || n, 'claim.submitted', 1,"
                + " 'application/json', convert_to('{\"n\":-1,\"filler\":\"' || repeat('x', 380) || '\"}', 'UTF8'),"
                + " (extract(epoch from clock_timestamp()) * 1000000)::bigint"
                + " from generate_series(0, " + (events - 1) + ") n order by n");
        execute("analyze inlay_event");
    }

    void clear() throws SQLException {
        execute("truncate inlay_event, inlay_retry, inlay_parked, inlay_stream, inlay_dedupe");
    }

    /** How many entries of the table's indexes, and rows without an index, were looked at so far. */
    long scanned() throws SQLException {
        LockSupport.parkNanos(STATISTICS); // sessions report once a second
        return number(
                "select coalesce((select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'inlay_event'), 0)"
                        + " + coalesce((select seq_tup_read from pg_stat_user_tables where relname = 'inlay_event'), 0)");
    }

    long waiting(String target) throws SQLException {
        return number("select count(*) from inlay_event where target = '" + target + "'");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
