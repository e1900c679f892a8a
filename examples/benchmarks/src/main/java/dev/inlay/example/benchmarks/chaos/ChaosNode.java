package dev.inlay.example.benchmarks.chaos;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.feign.FeignTransport;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One process of the host: a relay with its operator, a writer, or all of it. Says {@code ready} on its standard
 * output, works until its standard input ends, and on SIGTERM, and then closes in order. What it was given on the input
 * as a line, {@code stop}, ends the writing.
 */
public final class ChaosNode {

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int TRIES = 8;

    private final String role;
    private final String name;
    private final long seed;
    private final Settings.Sabotage sabotage;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();

    private ChaosNode(String role, String name, long seed, Settings.Sabotage sabotage) {
        this.role = role;
        this.name = name;
        this.seed = seed;
        this.sabotage = sabotage;
    }

    /**
     * Runs a node.
     *
     * @param args role ({@code relay}, {@code writer}, {@code all}), name, the database's URL, the ERP's, a seed, a
     *     failpoint, a sabotage, the file for acknowledged commits
     * @throws Exception when it cannot start
     */
    public static void main(String... args) throws Exception {
        ChaosNode node = new ChaosNode(args[0], args[1], Long.parseLong(args[4]), Settings.Sabotage.valueOf(args[6]));
        HikariDataSource pool = pool(args[2]);
        if (node.writes() && node.relays()) {
            Domain.create(pool);
        }
        Inlay inlay = node.inlay(pool, args[3], new Failpoints(args[5]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> node.close(inlay), "close"));
        inlay.start().awaitReady(LONG);
        try (OutputStream acknowledged =
                Files.newOutputStream(Path.of(args[7]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            node.work(inlay, acknowledged);
            System.out.println("ready");
            node.await(pool);
        }
        System.exit(0);
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(3_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private boolean writes() {
        return !role.equals("relay");
    }

    private boolean relays() {
        return !role.equals("writer");
    }

    private Inlay inlay(HikariDataSource pool, String erp, Failpoints failpoints) {
        InlayBuilder builder = InlaySdk.builder()
                .nodeId(name)
                .leaseTime(Settings.LEASE)
                .deliveryRetries(TRIES, Duration.ofMillis(20), Duration.ofMillis(300))
                .install(new Clinics())
                .install(new ArmedStores(pool, failpoints, relays()));
        for (String target : Domain.TARGETS) {
            builder.install(FeignTransport.builder(target, URI.create(erp + "/" + target))
                    .requestTimeout(Settings.PATIENCE)
                    .build());
        }
        if (sabotage == Settings.Sabotage.LOSE || sabotage == Settings.Sabotage.REORDER) {
            builder.install(new Liar(sabotage == Settings.Sabotage.REORDER));
        }
        return builder.build();
    }

    private void work(Inlay inlay, OutputStream acknowledged) {
        if (relays()) {
            Operator operator = new Operator(inlay, seed);
            operators.add(operator);
            daemon("operator", operator::run);
        }
        for (int i = 0; writes() && i < 2; i++) {
            Writer writer = new Writer(inlay, name + "-" + i, seed + i, acknowledged, sabotage, 80);
            writers.add(writer);
            daemon("writer", writer::run);
        }
    }

    private static void daemon(String purpose, Runnable task) {
        Thread thread = new Thread(task, purpose);
        thread.setDaemon(true);
        thread.start();
    }

    /** Until the input ends; after a line, writes no more and says {@code quiet} when nothing waits. */
    private void await(HikariDataSource pool) throws Exception {
        if (System.in.read() < 0) {
            return;
        }
        writers.forEach(Writer::stop);
        while (!isQuiet(pool)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        System.out.println("quiet");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }

    private static boolean isQuiet(HikariDataSource pool) {
        try {
            return Waiting.isNone(pool);
        } catch (SQLException e) {
            return false;
        }
    }

    private void close(Inlay inlay) {
        writers.forEach(Writer::stop);
        operators.forEach(Operator::stop);
        inlay.close();
    }
}
