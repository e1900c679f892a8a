package dev.inlay.example.benchmarks;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * What an event adds to the host's transaction. Eight writers, each with a transaction of one host row of about 400
 * bytes and: one event of 1,000 keys through Inlay, or one plain insert of the same payload, which is the floor.
 * Microseconds per transaction and writer, the median of interleaved rounds. For information: the same with the peers,
 * and with Inlay's relay delivering meanwhile.
 */
final class Enqueues {

    private static final int WRITERS = 8;
    private static final int NUMBERS_PER_ROUND = 100_000;
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final String HOST_ROW = "insert into host_row (writer, number, body) values (?, ?, ?)";
    private static final String PLAIN_ROW = "insert into plain_enqueue (stream_key, payload) values (?, ?)";

    private final DataSource pool;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    private int lastNumber;

    private Enqueues(DataSource pool) {
        this.pool = pool;
    }

    /**
     * Measures in the tables of this database, and adds what was measured.
     *
     * @param pool at least 12 connections
     * @param quick whether rough is good enough
     * @param result hears of {@code enqueue_floor} and what it was made of
     */
    static void measure(DataSource pool, boolean quick, Result result) throws Exception {
        Enqueues bench = new Enqueues(pool);
        try {
            bench.measure(quick, result);
        } finally {
            bench.writers.shutdownNow();
        }
    }

    private void measure(boolean quick, Result result) throws Exception {
        execute("create table if not exists host_row (writer int not null, number int not null, body varchar(500) not"
                + " null, constraint host_row_pk primary key (writer, number))");
        execute("create table if not exists plain_enqueue (id bigint generated always as identity primary key,"
                + " stream_key varchar(200) not null, payload bytea not null)");
        try (Inlay inlay = InlayOutbox.start(pool, event -> {})) {
            InlayOutbox inlayTables = new InlayOutbox(pool);
            inlayTables.hold(true);
            Map<String, Contestant> contestants = new LinkedHashMap<>();
            contestants.put("floor", this::plain);
            contestants.put("inlay", (writer, number, key) -> publish(inlay, writer, number, key));
            EnqueuePeers peers = new EnqueuePeers(pool);
            Map<String, Contestant> others = new LinkedHashMap<>();
            others.put("gruelbox", peers::gruelbox);
            others.put("dbscheduler", peers::dbScheduler);
            medians(contestants, quick ? 12 : 20);
            Map<String, Double> ours = medians(contestants, quick ? 25 : 75);
            Map<String, Double> theirs = medians(others, quick ? 6 : 15);
            inlayTables.hold(false);
            Map<String, Double> relaying = medians(contestants, quick ? 6 : 15);
            double floor = of(ours, "floor");
            result.ours("enqueue_us", of(ours, "inlay"))
                    .ours("enqueue_relaying_us", of(relaying, "inlay"))
                    .peer("enqueue_floor_us", floor)
                    .peer("enqueue_gruelbox_us", of(theirs, "gruelbox"))
                    .peer("enqueue_dbscheduler_us", of(theirs, "dbscheduler"))
                    .ratio("enqueue_floor", of(ours, "inlay"), floor)
                    .ratio("enqueue_floor_relaying", of(relaying, "inlay"), of(relaying, "floor"))
                    .ratio(
                            "enqueue_peer",
                            of(ours, "inlay"),
                            Math.min(of(theirs, "gruelbox"), of(theirs, "dbscheduler")));
        }
    }

    private void plain(int writer, int number, String key) throws SQLException {
        try (Connection tx = pool.getConnection()) {
            tx.setAutoCommit(false);
            hostRow(tx, writer, number);
            try (PreparedStatement insert = tx.prepareStatement(PLAIN_ROW)) {
                insert.setString(1, key);
                insert.setBytes(2, OutboxContender.payload(number).getBytes(StandardCharsets.UTF_8));
                insert.executeUpdate();
            }
            tx.commit();
        }
    }

    private static void publish(Inlay inlay, int writer, int number, String key) throws SQLException {
        inlay.tenants().run(FixedDirectory.TENANT, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                hostRow(tx, writer, number);
                inlay.events().publish(tx, ErpEvent.of("claim.submitted", key, OutboxContender.payload(number)));
                tx.commit();
            }
        });
    }

    static void hostRow(Connection tx, int writer, int number) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(HOST_ROW)) {
            insert.setInt(1, writer);
            insert.setInt(2, number);
            insert.setString(3, OutboxContender.payload(number));
            insert.executeUpdate();
        }
    }

    private static double of(Map<String, Double> medians, String name) {
        return Objects.requireNonNull(medians.get(name), name);
    }

    private Map<String, Double> medians(Map<String, Contestant> contestants, int rounds) throws Exception {
        Map<String, double[]> micros = new LinkedHashMap<>();
        List<String> names = List.copyOf(contestants.keySet());
        names.forEach(name -> micros.put(name, new double[rounds]));
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < names.size(); turn++) {
                String name = names.get((round + turn) % names.size());
                Objects.requireNonNull(micros.get(name))[round] = round(Objects.requireNonNull(contestants.get(name)));
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        micros.forEach((name, values) -> medians.put(name, Result.median(values)));
        System.err.println(medians);
        return medians;
    }

    private double round(Contestant contestant) throws Exception {
        int from = lastNumber;
        lastNumber += NUMBERS_PER_ROUND;
        List<Future<Integer>> ends = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            ends.add(writers.submit(() -> {
                SplittableRandom random = new SplittableRandom(from + writer);
                int written = 0;
                while (System.nanoTime() - begun < ROUND.toNanos()) {
                    written++;
                    contestant.write(writer, from + written, "claim-" + random.nextInt(OutboxContender.KEYS));
                }
                return written;
            }));
        }
        int written = 0;
        for (Future<Integer> end : ends) {
            written += end.get();
        }
        return (System.nanoTime() - begun) / 1e3 * WRITERS / written;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One way to write a host row and what goes with it in one transaction. */
    interface Contestant {

        /** Commits both. */
        void write(int writer, int number, String key) throws SQLException;
    }
}
