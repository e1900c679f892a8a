package dev.inlay.example.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** One run: builds up, lets the storm rage, waits until nothing waits any more, and judges. */
final class ChaosRun {

    private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(60);

    private final Settings settings;
    private final Ledger ledger;
    private final Progress progress;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    ChaosRun(Settings settings) {
        this.settings = settings;
        this.ledger = new Ledger(settings.sabotage() == Settings.Sabotage.DOUBLE);
        this.progress = new Progress(ledger);
    }

    /** Runs. */
    Outcome run() throws IOException, InterruptedException, SQLException {
        Path folder = Files.createTempDirectory("inlay-chaos");
        try (Erp erp = new Erp(ledger, settings.seed())) {
            return settings.h2() ? onFile(folder, erp) : onServer(folder, erp);
        } finally {
            delete(folder);
        }
    }

    private Outcome onServer(Path folder, Erp erp) throws IOException, InterruptedException, SQLException {
        Map<String, Wire> wires = new HashMap<>();
        try (Database database = new Database(folder.resolve("postgresql"));
                Cluster cluster = new Cluster(folder, settings, erp.address())) {
            Domain.create(database.connections());
            killWithUs(cluster);
            cluster.archiveClasses(
                    "relay", "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres?user=postgres");
            for (String name : List.of("relay-1", "relay-2", "relay-3", "writer-1", "writer-2")) {
                Wire wire = new Wire(database.port());
                wires.put(name, wire);
                String url = "jdbc:postgresql://127.0.0.1:" + wire.port()
                        + "/postgres?user=postgres&socketTimeout=10&connectTimeout=2&ApplicationName=" + name;
                cluster.add(name.substring(0, name.indexOf('-')), name, url);
            }
            Storm storm = new Storm(settings, cluster, database, wires, ledger, progress);
            rage(storm, cluster);
            if (settings.rolling()) {
                erp.faulty(false);
                new RollingRestart(cluster, storm, ledger, progress).measure(figures);
            }
            progress.phase("emptying");
            for (Cluster.Place writer : cluster.of("writer")) {
                writer.retire();
            }
            boolean quiet = awaitQuiet(storm, () -> Waiting.isNone(database.connections()));
            return judge(cluster, storm, erp, database.connections(), quiet);
        } finally {
            for (Wire wire : wires.values()) {
                wire.close();
            }
        }
    }

    /** H2 that writes into space of its file again comes back from some kills without commits that it acknowledged. */
    private Outcome onFile(Path folder, Erp erp) throws IOException, InterruptedException, SQLException {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL("jdbc:h2:file:" + folder.resolve("host") + ";WRITE_DELAY=0;REUSE_SPACE=FALSE");
        try (Cluster cluster = new Cluster(folder, settings, erp.address())) {
            killWithUs(cluster);
            cluster.archiveClasses("all", file.getURL());
            Cluster.Place only = cluster.add("all", "host", file.getURL());
            Storm storm = new Storm(settings, cluster, null, Map.of(), ledger, progress);
            rage(storm, cluster);
            progress.phase("emptying");
            while (only.isArmed() || !only.child().isReady()) {
                if (only.isArmed()) {
                    only.child().kill();
                }
                storm.calm(Duration.ofMillis(100));
            }
            only.child().say("stop");
            boolean quiet = awaitQuiet(storm, () -> only.child().isQuiet());
            only.child().terminate();
            return judge(cluster, storm, erp, file, quiet);
        }
    }

    /** A stopped process does not notice that its input ends. */
    private static void killWithUs(Cluster cluster) {
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "kill"));
    }

    private void rage(Storm storm, Cluster cluster) throws IOException, InterruptedException, SQLException {
        progress.phase("warming up");
        while (ledger.applied() < 200) {
            storm.calm(Duration.ofMillis(100));
        }
        progress.phase("storm");
        storm.rage();
        cluster.disarm();
        progress.phase("filling up");
        while (ledger.applied() < settings.events()) {
            storm.calm(Duration.ofMillis(100));
        }
    }

    /** Until nothing waits, or until nothing has been applied for long. */
    private boolean awaitQuiet(Storm storm, Question quiet) throws IOException, SQLException {
        int applied = -1;
        long since = System.nanoTime();
        while (!quiet.answer()) {
            if (ledger.applied() != applied) {
                applied = ledger.applied();
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > GIVE_UP) {
                return false;
            }
            storm.calm(Duration.ofMillis(200));
        }
        storm.calm(Settings.PATIENCE.multipliedBy(3)); // what the ERP is late with
        return true;
    }

    private Outcome judge(Cluster cluster, Storm storm, Erp erp, DataSource domain, boolean quiet)
            throws IOException, SQLException {
        Verdict verdict = new Verdict(ledger, Domain.versions(domain), cluster.acknowledged());
        Map<String, Long> counts = counts(verdict, cluster, storm, erp);
        counts.put("orphanedRetries", Waiting.orphanedRetries(domain));
        return new Outcome(verdict, quiet, counts, figures);
    }

    private Map<String, Long> counts(Verdict verdict, Cluster cluster, Storm storm, Erp erp) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("lost", verdict.lost());
        counts.put("appliedTwice", verdict.appliedTwice());
        counts.put("outOfOrder", verdict.outOfOrder());
        counts.put("gaps", verdict.gaps());
        counts.put("phantom", verdict.phantom());
        counts.put("tooEarly", verdict.tooEarly());
        counts.put("kills", (long) storm.kills());
        counts.put("events", verdict.events());
        counts.put("rawDuplicates", ledger.duplicates());
        counts.put("delayed", ledger.delayed());
        counts.put("deliveries", ledger.deliveries());
        counts.put("staleSends", ledger.staleSends());
        counts.put("refusals", (long) erp.refusals());
        counts.put("pauses", (long) storm.count(Storm.Blow.PAUSE));
        counts.put("cuts", (long) (storm.count(Storm.Blow.CUT) + storm.count(Storm.Blow.SWALLOW)));
        counts.put("drops", (long) storm.count(Storm.Blow.DROP));
        counts.put("restarts", (long) storm.count(Storm.Blow.RESTART));
        cluster.failpoints().forEach((name, count) -> counts.put("failpoint." + name, (long) count));
        counts.put("seed", settings.seed());
        counts.put("seconds", progress.seconds());
        return counts;
    }

    /** As well as may be: what was killed may not have ended, and what stays is left where temporary files are. */
    private static void delete(Path folder) {
        for (int attempt = 0; attempt < 20 && Files.exists(folder); attempt++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    /**
     * What came out.
     *
     * @param verdict what differs
     * @param quiet whether the outbox emptied in the end
     * @param counts by name
     * @param figures times by name
     */
    record Outcome(Verdict verdict, boolean quiet, Map<String, Long> counts, Map<String, Double> figures) {

        /** Whether nothing was lost, doubled, reordered or invented, and something was put to the test. */
        boolean passed(Settings settings) {
            return verdict.isClean()
                    && quiet
                    && verdict.events() >= settings.events()
                    && counts.getOrDefault("kills", 0L) >= settings.kills()
                    && counts.getOrDefault("rawDuplicates", 0L) > 0;
        }
    }

    @FunctionalInterface
    private interface Question {
        boolean answer() throws SQLException;
    }
}
