package dev.inlay.example.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * How fast events leave: the tables are filled, then emptied into a receiver that does nothing, by Inlay, by its peers,
 * each at its own best number of threads, and by plain JDBC. Events per second, the median of rounds in which all take
 * turns, after a warm-up of all in the same JVM.
 */
final class OutboxBench implements Benchmarks.Bench {

    private static final int[] THREADS = {4, 8, 16};

    @Override
    public Result run(boolean quick) throws Exception {
        Result result = new Result();
        try (EmbeddedPostgres postgres = DurablePostgres.start();
                HikariDataSource pool = pool(postgres, 20)) {
            new Drains(pool, quick).run(result);
            Enqueues.measure(pool, quick, result);
        }
        return result;
    }

    static HikariDataSource pool(EmbeddedPostgres postgres, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    /** The drains of one run. */
    private static final class Drains {

        private final HikariDataSource pool;
        private final int events;
        private final int peerEvents;
        private final int rounds;
        private final int warmUps;
        private final long openNanos;
        private final Map<String, OutboxContender> contenders = new LinkedHashMap<>();

        private Drains(HikariDataSource pool, boolean quick) {
            this.pool = pool;
            this.events = quick ? 50_000 : 200_000;
            this.peerEvents = quick ? 5_000 : 30_000;
            this.rounds = quick ? 3 : 7;
            this.warmUps = quick ? 3 : 5;
            this.openNanos = quick ? 6_000_000_000L : 60_000_000_000L;
        }

        private void run(Result result) throws Exception {
            contenders.put("ours", new InlayOutbox(pool));
            contenders.put("floor", new PlainOutbox(pool));
            contenders.put("gruelbox", best("gruelbox", threads -> new GruelboxOutbox(pool, threads)));
            contenders.put("dbscheduler", best("dbscheduler", threads -> new DbSchedulerOutbox(pool, threads)));
            Map<String, Double> keyed = rounds(true);
            Map<String, Double> unkeyed = rounds(false);
            report(result, "drain_keyed", keyed);
            report(result, "drain_unkeyed", unkeyed);
            double keyedFloor = of(keyed, "ours") / of(keyed, "floor");
            double unkeyedFloor = of(unkeyed, "ours") / of(unkeyed, "floor");
            result.ratio("drain_floor", Math.min(keyedFloor, unkeyedFloor), 1);
            double open = whileATransactionIsOpen();
            result.ours("drain_keyed_open_tx", open).ratio("drain_open_tx", open, of(keyed, "ours"));
        }

        private static double of(Map<String, Double> medians, String name) {
            return Objects.requireNonNull(medians.get(name), name);
        }

        private void report(Result result, String name, Map<String, Double> medians) {
            double ours = of(medians, "ours");
            medians.forEach((contender, median) -> {
                if (contender.equals("ours")) {
                    result.ours(name, median);
                } else {
                    result.peer(name + "_" + contender, median);
                }
            });
            result.ratio(name, ours, Math.max(of(medians, "gruelbox"), of(medians, "dbscheduler")));
            result.ratio(name + "_floor", ours, of(medians, "floor"));
        }

        /** With the number of threads that drains fastest; trying them out is the warm-up. */
        private OutboxContender best(String name, IntFunction<OutboxContender> contender) throws Exception {
            OutboxContender best = contender.apply(THREADS[0]);
            drain(name, best, peerEvents, true);
            double most = 0;
            for (int threads : THREADS) {
                OutboxContender next = contender.apply(threads);
                double rate = drain(name + " on " + threads, next, peerEvents, true);
                if (rate > most) {
                    most = rate;
                    best = next;
                }
            }
            return best;
        }

        private Map<String, Double> rounds(boolean keyed) throws Exception {
            for (String name : new String[] {"ours", "floor"}) {
                for (int i = 0; i < warmUps; i++) {
                    drain("warming " + name, Objects.requireNonNull(contenders.get(name)), events, keyed);
                }
            }
            Map<String, double[]> rates = new LinkedHashMap<>();
            for (int i = 0; i < rounds; i++) {
                for (Map.Entry<String, OutboxContender> next : contenders.entrySet()) {
                    boolean peer =
                            !next.getKey().equals("ours") && !next.getKey().equals("floor");
                    rates.computeIfAbsent(next.getKey(), name -> new double[rounds])[i] =
                            drain(next.getKey(), next.getValue(), peer ? peerEvents : events, keyed);
                }
            }
            Map<String, Double> medians = new LinkedHashMap<>();
            rates.forEach((name, all) -> medians.put(name, Result.median(all)));
            return medians;
        }

        /** Dead rows stay where they are meanwhile; the later a drain, the more. */
        private double whileATransactionIsOpen() throws Exception {
            try (OpenTransaction open = new OpenTransaction(pool)) {
                List<Double> rates = new InlayOutbox(pool).drainAgain(events, openNanos);
                open.verify();
                return Result.median(
                        rates.stream().mapToDouble(Double::doubleValue).toArray());
            }
        }

        private static double drain(String name, OutboxContender contender, int events, boolean keyed)
                throws Exception {
            contender.load(events, keyed);
            double rate = events / contender.drain(events);
            System.err.println(name + (keyed ? ", keyed: " : ", unkeyed: ") + Math.round(rate) + "/s");
            return rate;
        }
    }
}
