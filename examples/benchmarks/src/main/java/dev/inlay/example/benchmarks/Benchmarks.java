package dev.inlay.example.benchmarks;

import dev.inlay.example.benchmarks.chaos.ChaosBench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs one benchmark by name and prints its result as JSON in the last line. */
public final class Benchmarks {

    private static final Map<String, Bench> BY_NAME = new TreeMap<>(Map.of(
            "chaos", new ChaosBench(),
            "context", new ContextBench(),
            "enqueue", new EnqueueBench(),
            "fairness", new FairnessBench(),
            "latency", new LatencyBench(),
            "outbox", new OutboxBench(),
            "scale", new ScaleBench(),
            "startup", new StartupBench()));

    private Benchmarks() {}

    /**
     * Runs a benchmark.
     *
     * @param args its name, then {@code --quick} for a rough result in about a minute, and options of its own
     * @throws Exception when it cannot be run
     */
    public static void main(String... args) throws Exception {
        List<String> words = Arrays.asList(args);
        Bench bench = words.isEmpty() ? null : BY_NAME.get(words.get(0));
        if (bench == null) {
            System.err.println("usage: run NAME [--quick], where NAME is one of " + BY_NAME.keySet());
            System.exit(2);
            return;
        }
        Result result = bench.run(words.subList(1, words.size()));
        System.out.println(result.toJson(words.get(0)));
        if (result.failed()) {
            System.exit(1);
        }
    }

    /** Measures Inlay and its peers in one run, with the same work. */
    public interface Bench {

        /**
         * Measures.
         *
         * @param quick whether rough is good enough
         * @return what was measured
         * @throws Exception when it cannot be measured
         */
        Result run(boolean quick) throws Exception;

        /**
         * Measures, with options.
         *
         * @param words what follows the name
         * @return what was measured
         * @throws Exception when it cannot be measured
         */
        default Result run(List<String> words) throws Exception {
            return run(words.contains("--quick"));
        }
    }
}
