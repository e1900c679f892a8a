package dev.inlay.example.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * How long a quiet tenant's events take from the moment they were meant to be published to the receiver, alone and
 * while another tenant has a backlog for the same receiver, which takes 1 ms for each event. Open loop: a publication
 * that comes late, or a commit that takes long, counts as waiting; what of it the commit takes is told beside it. Each
 * contender drains before it is measured until there is next to nothing left to compile, which would take a core. Who
 * drains quickly gets more to drain, so that there is a backlog for as long as it is measured; where it was gone too
 * soon all the same, there is no figure.
 */
final class FairnessBench implements Benchmarks.Bench {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long EVERY = 50 * MILLI;
    private static final int THREADS = 16;
    private static final int FEWEST = 20;
    private static final int LARGEST_GROWTH = 6;
    private static final double SETTLING_SECONDS = 2;
    private static final double WARM_UP_SECONDS = 10;
    private static final int MOST_WARM_UPS = 6;
    private static final double COMPILED = 0.08;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
    private static final String QUIET = "quiet-";
    private static final String SETTLING = "\"settling\"";

    @Override
    public Result run(boolean quick) throws Exception {
        int backlog = quick ? 30_000 : 100_000;
        int alone = quick ? 120 : 400;
        int busy = quick ? 120 : 400;
        Result result = new Result();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HikariDataSource pool = OutboxBench.pool(postgres, 20)) {
            Waits ours = measure("Inlay", () -> new InlayFairness(pool), backlog, alone, busy);
            Waits gruelbox = measure(
                    "transaction-outbox", () -> new GruelboxFairness(pool, THREADS), backlog, alone / 2, busy / 2);
            Waits scheduler =
                    measure("db-scheduler", () -> new DbSchedulerFairness(pool, THREADS), backlog, alone / 2, busy / 2);
            ours.report(result::ours, "");
            gruelbox.report(result::peer, "_gruelbox");
            scheduler.report(result::peer, "_dbscheduler");
            result.ratio("quiet_tenant_p99", ours.busy.p99, ours.alone.p99);
            result.ratio("quiet_busy_gruelbox", ours.busy.p99, gruelbox.busy.p99);
            result.ratio("quiet_busy_dbscheduler", ours.busy.p99, scheduler.busy.p99);
        }
        return result;
    }

    private static Waits measure(String name, Supplier<FairnessContender> contender, int backlog, int alone, int busy)
            throws Exception {
        double drains = warmUp(name, contender, backlog / 10);
        Round first = round(contender.get(), 0, alone, false);
        double lasting = 2 * drains * (SETTLING_SECONDS + busy * (double) EVERY / TimeUnit.SECONDS.toNanos(1));
        int enough = (int) Math.max(backlog, Math.min(lasting, (double) LARGEST_GROWTH * backlog));
        Round second = round(contender.get(), enough, busy, false);
        System.err.printf(
                "%s: alone %.1f ms (commit %.1f), busy %.1f ms (commit %.1f) over %d events before a backlog of %d, %.0f/s%n",
                name, first.p99, first.commit, second.p99, second.commit, second.events, enough, second.perSecond);
        return new Waits(first, second);
    }

    /** Answers how many it drains a second once what there is to compile would take little of the draining's time. */
    private static double warmUp(String name, Supplier<FairnessContender> contender, int backlog) throws Exception {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        double drains = round(contender.get(), backlog, 40, true).perSecond;
        double compiling = 1;
        for (int i = 0; i < MOST_WARM_UPS && compiling > COMPILED; i++) {
            long compiled = compiler.getTotalCompilationTime();
            drains = round(contender.get(), (int) (drains * WARM_UP_SECONDS), 40, true).perSecond;
            compiling = (compiler.getTotalCompilationTime() - compiled) / (1_000 * WARM_UP_SECONDS);
            System.err.printf("%s: warm-up %d, %.0f/s, compiling %.2f of it%n", name, i + 1, drains, compiling);
        }
        return drains;
    }

    /** As many quiet events as wished, or as there is time for until the backlog is all but gone. */
    private static Round round(FairnessContender contender, int backlog, int quiet, boolean drained) throws Exception {
        if (backlog > 0) {
            contender.load(backlog);
        }
        Map<Integer, Long> arrived = new ConcurrentHashMap<>();
        AtomicInteger others = new AtomicInteger();
        AtomicInteger settled = new AtomicInteger();
        AtomicLong drainedAt = new AtomicLong();
        FairnessContender.Receiver receiver = payload -> {
            LockSupport.parkNanos(MILLI);
            if (payload.startsWith("\"" + QUIET)) {
                arrived.put(
                        Integer.parseInt(payload.substring(QUIET.length() + 1, payload.length() - 1)),
                        System.nanoTime());
            } else if (payload.equals(SETTLING)) {
                settled.incrementAndGet();
            } else if (others.incrementAndGet() == backlog) {
                drainedAt.set(System.nanoTime());
            }
        };
        List<Long> intended = new ArrayList<>();
        Map<Integer, Long> committed = new HashMap<>();
        try (FairnessContender.Running running = contender.start(receiver)) {
            while (backlog > 0 && others.get() == 0) {
                LockSupport.parkNanos(MILLI);
            }
            long drains = System.nanoTime();
            settle(running, settled);
            long begun = System.nanoTime();
            int before = others.get();
            while (intended.size() < quiet && (backlog == 0 || others.get() < backlog - backlog / 20)) {
                long due = begun + intended.size() * EVERY;
                await(due);
                running.publish("\"" + QUIET + intended.size() + "\"");
                committed.put(intended.size(), System.nanoTime());
                intended.add(due);
            }
            double perSecond = (others.get() - before) * 1e9 / (System.nanoTime() - begun);
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (arrived.size() < intended.size() && System.nanoTime() < patience) {
                LockSupport.parkNanos(MILLI);
            }
            double p99 = p99(intended, arrived);
            double commit = p99(intended, committed);
            while (drained && drainedAt.get() == 0) {
                if (System.nanoTime() - begun > PATIENCE) {
                    throw new IllegalStateException(others.get() + " of " + backlog + " came within two minutes");
                }
                LockSupport.parkNanos(MILLI);
            }
            return new Round(
                    p99, commit, drained ? backlog * 1e9 / (drainedAt.get() - drains) : perSecond, intended.size());
        }
    }

    /**
     * What a start costs is not what is measured: goes on once a few events of the quiet tenant, or 2 s, have passed.
     */
    private static void settle(FairnessContender.Running running, AtomicInteger settled) throws SQLException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (settled.get() < 10 && System.nanoTime() < patience) {
            running.publish(SETTLING);
            LockSupport.parkNanos(EVERY);
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Whoever has not arrived has waited until now at least. Not a number where there are too few. */
    private static double p99(List<Long> intended, Map<Integer, Long> arrived) {
        if (intended.size() < FEWEST) {
            return Double.NaN;
        }
        long now = System.nanoTime();
        double[] waits = new double[intended.size()];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = (arrived.getOrDefault(i, now) - intended.get(i)) / 1e6;
        }
        Arrays.sort(waits);
        return waits[(int) Math.ceil(waits.length * 0.99) - 1];
    }

    private record Waits(Round alone, Round busy) {

        void report(BiConsumer<String, Double> figures, String whose) {
            figures.accept("quiet_alone_p99_ms" + whose, alone.p99);
            figures.accept("quiet_busy_p99_ms" + whose, busy.p99);
            figures.accept("quiet_busy_commit_p99_ms" + whose, busy.commit);
            figures.accept("quiet_busy_events" + whose, (double) busy.events);
            figures.accept("busy_per_second" + whose, busy.perSecond);
        }
    }

    private record Round(double p99, double commit, double perSecond, int events) {}
}
