package dev.inlay.example.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.function.Supplier;

/**
 * How fast events leave: the tables are filled, then emptied into a receiver that does nothing, by Inlay, by its peers,
 * each at its own best number of threads, and by plain JDBC. Events per second.
 */
final class OutboxBench implements Benchmarks.Bench {

    private static final int[] THREADS = {4, 8, 16};

    @Override
    public Result run(boolean quick) throws Exception {
        int events = quick ? 20_000 : 100_000;
        int peerEvents = quick ? 4_000 : 20_000;
        int rounds = quick ? 2 : 5;
        Result result = new Result();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HikariDataSource pool = pool(postgres, 20)) {
            for (boolean keyed : new boolean[] {true, false}) {
                String name = keyed ? "keyed" : "unkeyed";
                double ours = best(rounds, events, keyed, () -> new InlayOutbox(pool));
                double floor = best(rounds, events, keyed, () -> new PlainOutbox(pool));
                double gruelbox = 0;
                double scheduler = 0;
                for (int threads : THREADS) {
                    gruelbox = Math.max(gruelbox, best(1, peerEvents, keyed, () -> new GruelboxOutbox(pool, threads)));
                    scheduler =
                            Math.max(scheduler, best(1, peerEvents, keyed, () -> new DbSchedulerOutbox(pool, threads)));
                }
                result.ours("drain_" + name, ours)
                        .peer("drain_" + name + "_floor", floor)
                        .peer("drain_" + name + "_gruelbox", gruelbox)
                        .peer("drain_" + name + "_dbscheduler", scheduler)
                        .ratio("drain_" + name, ours, Math.max(gruelbox, scheduler))
                        .ratio("drain_" + name + "_floor", ours, floor);
            }
        }
        return result;
    }

    static HikariDataSource pool(EmbeddedPostgres postgres, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    private static double best(int rounds, int events, boolean keyed, Supplier<OutboxContender> contender)
            throws Exception {
        double best = 0;
        for (int i = 0; i < rounds; i++) {
            OutboxContender one = contender.get();
            long b = System.nanoTime();
            one.load(events, keyed);
            double load = (System.nanoTime() - b) / 1e9;
            double seconds = one.drain(events);
            System.err.println(one.getClass().getSimpleName() + " keyed=" + keyed + " load " + Math.round(events / load)
                    + "/s, drain " + Math.round(events / seconds) + "/s");
            best = Math.max(best, events / seconds);
        }
        return best;
    }
}
