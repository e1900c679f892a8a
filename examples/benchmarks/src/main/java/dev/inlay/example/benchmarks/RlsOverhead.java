package dev.inlay.example.benchmarks;

import dev.inlay.api.Inlay;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.provider.jooq.RowLevelSecurity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * What row-level security adds to the host's transactions. Each inserts a row, reads the tenant's ten latest and
 * commits: through Inlay's data source under the host's role, with no condition in the SQL; through Inlay's data source
 * without row-level security, and on a bare pool, both with {@code where tenant = ?}. On one thread, in turns;
 * microseconds per transaction, the median of all rounds.
 */
final class RlsOverhead {

    private static final String TENANT = FixedDirectory.TENANT.value();
    private static final long FILLED = 1_000;
    private static final String TABLE =
            "create table visit (tenant varchar(64) not null, id bigint not null, note text not null,"
                    + " constraint visit_pk primary key (tenant, id))";
    private static final String ROWS = "insert into visit select t, i, 'seen' from generate_series(1, " + FILLED
            + ") i, (select 'clinic-' || generate_series(1, 19) union select '" + TENANT + "') tenants (t)";
    private static final String INSERT = "insert into visit (tenant, id, note) values (?, ?, 'seen')";
    private static final String MINE = "select id, note from visit order by id desc limit 10";
    private static final String BY_TENANT = "select id, note from visit where tenant = ? order by id desc limit 10";

    private static final int PER_ROUND = 20;

    private final Contestant[] contestants;
    private long lastId = FILLED;

    private RlsOverhead(Contestant... contestants) {
        this.contestants = contestants;
    }

    /** Measures, and adds what was measured. */
    static void measure(boolean quick, Result result) throws Exception {
        try (RlsDatabase database = new RlsDatabase();
                Inlay guarded = guarded(database);
                Inlay wrapped = wrapped(database.wrapped())) {
            DataSource bare = database.bare();
            fill(bare);
            RlsOverhead bench = new RlsOverhead(
                    id -> guarded.tenants().call(FixedDirectory.TENANT, () -> mine(guarded.dataSource(), id)),
                    id -> wrapped.tenants().call(FixedDirectory.TENANT, () -> byTenant(wrapped.dataSource(), id)),
                    id -> byTenant(bare, id));
            bench.requireSame();
            bench.medians(Duration.ofMillis(quick ? 2_000 : 10_000));
            double[] medians = bench.medians(Duration.ofMillis(quick ? 2_500 : 20_000));
            result.ours("rls_tx_us", medians[0])
                    .ours("inlay_tx_us", medians[1])
                    .peer("plain_tx_us", medians[2])
                    .ratio("rls_plain", medians[0], medians[2])
                    .ratio("rls_inlay", medians[0], medians[1]);
        }
    }

    private static Inlay guarded(RlsDatabase database) throws SQLException {
        DataSource migrator = database.migrator();
        Inlay inlay = started(JooqStores.on(database.host())
                .relayedBy(database.relay())
                .migratedBy(migrator)
                .withRowLevelSecurity());
        fill(migrator);
        RlsDatabase.execute(
                migrator, RowLevelSecurity.on(RlsDatabase.ROLES, "visit").script());
        return inlay;
    }

    private static Inlay wrapped(DataSource database) throws SQLException {
        fill(database);
        return started(JooqStores.on(database));
    }

    private static Inlay started(JooqStores stores) {
        Inlay inlay =
                InlaySdk.builder().install(new FixedDirectory()).install(stores).build();
        return inlay.start().awaitReady(Duration.ofSeconds(30));
    }

    private static void fill(DataSource database) throws SQLException {
        RlsDatabase.execute(database, TABLE);
        RlsDatabase.execute(database, ROWS);
        RlsDatabase.execute(database, "analyze visit");
    }

    private static List<Long> mine(DataSource database, long id) throws SQLException {
        try (Connection tx = database.getConnection();
                PreparedStatement select = tx.prepareStatement(MINE)) {
            return insertAndRead(tx, id, select);
        }
    }

    private static List<Long> byTenant(DataSource database, long id) throws SQLException {
        try (Connection tx = database.getConnection();
                PreparedStatement select = tx.prepareStatement(BY_TENANT)) {
            select.setString(1, TENANT);
            return insertAndRead(tx, id, select);
        }
    }

    private static List<Long> insertAndRead(Connection tx, long id, PreparedStatement select) throws SQLException {
        tx.setAutoCommit(false);
        try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
            insert.setString(1, TENANT);
            insert.setLong(2, id);
            insert.executeUpdate();
        }
        List<Long> latest = new ArrayList<>(10);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                latest.add(rows.getLong(1));
            }
        }
        tx.commit();
        return latest;
    }

    private void requireSame() throws SQLException {
        lastId++;
        List<Long> expected = contestants[0].insertAndRead(lastId);
        for (int i = 1; i < contestants.length; i++) {
            if (expected.size() != 10 || !expected.equals(contestants[i].insertAndRead(lastId))) {
                throw new IllegalStateException("the contestants read different rows");
            }
        }
    }

    /** Takes turns for a while; each contestant's median, in their order. */
    private double[] medians(Duration time) throws SQLException {
        long begun = System.nanoTime();
        List<double[]> rounds = new ArrayList<>();
        while (System.nanoTime() - begun < time.toNanos()) {
            double[] micros = new double[contestants.length];
            for (int turn = 0; turn < micros.length; turn++) {
                int which = (rounds.size() + turn) % micros.length;
                micros[which] = round(contestants[which]);
            }
            rounds.add(micros);
            lastId += PER_ROUND;
        }
        return IntStream.range(0, contestants.length)
                .mapToDouble(which -> Result.median(
                        rounds.stream().mapToDouble(round -> round[which]).toArray()))
                .toArray();
    }

    private double round(Contestant contestant) throws SQLException {
        long begun = System.nanoTime();
        for (int i = 1; i <= PER_ROUND; i++) {
            contestant.insertAndRead(lastId + i);
        }
        return (System.nanoTime() - begun) / 1e3 / PER_ROUND;
    }

    /** One way to run the transaction. */
    private interface Contestant {

        /** Inserts a row with this id, and answers with the tenant's latest ids. */
        List<Long> insertAndRead(long id) throws SQLException;
    }
}
