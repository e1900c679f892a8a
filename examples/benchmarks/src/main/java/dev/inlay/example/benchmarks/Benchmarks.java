package dev.inlay.example.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs one benchmark by name and prints its result as JSON in the last line. */
public final class Benchmarks {

    private static final Map<String, Bench> BY_NAME = new TreeMap<>(
            Map.of("context", new ContextBench(), "fairness", new FairnessBench(), "outbox", new OutboxBench(), "startup", new StartupBench()));

    private Benchmarks() {}

    /**
     * Runs a benchmark.
     *
     * @param args its name, then {@code --quick} for a rough result in about a minute
     * @throws Exception when it cannot be run
     */
    public static void main(String... args) throws Exception {
        List<String> words = Arrays.asList(args);
        boolean quick = words.contains("--quick");
        List<String> names =
                words.stream().filter(word -> !word.startsWith("--")).toList();
        Bench bench = names.size() == 1 ? BY_NAME.get(names.get(0)) : null;
        if (bench == null) {
            System.err.println("usage: run NAME [--quick], where NAME is one of " + BY_NAME.keySet());
            System.exit(2);
            return;
        }
        System.out.println(bench.run(quick).toJson(names.get(0)));
    }

    /** Measures Inlay and its peers in one run, with the same work. */
    interface Bench {

        /**
         * Measures.
         *
         * @param quick whether rough is good enough
         * @return what was measured
         */
        Result run(boolean quick) throws Exception;
    }
}
