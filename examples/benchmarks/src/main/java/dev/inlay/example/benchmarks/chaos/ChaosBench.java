package dev.inlay.example.benchmarks.chaos;

import dev.inlay.example.benchmarks.Benchmarks;
import dev.inlay.example.benchmarks.Result;
import java.util.List;
import java.util.Locale;

/**
 * Kills processes until enough died, and compares what the host committed with what the ERP applied. Fails when
 * anything differs.
 */
public final class ChaosBench implements Benchmarks.Bench {

    private static final int EVENTS = 10_000;

    /** A harness. */
    public ChaosBench() {}

    @Override
    public Result run(boolean quick) throws Exception {
        return run(List.of("--kills", quick ? "5" : "60"));
    }

    /**
     * Runs.
     *
     * @param words {@code --kills N}, {@code --seed S}, {@code --h2}, {@code --events N}, {@code --quick},
     *     {@code --no-rolling}, {@code --seconds N} after which nobody is killed any more, {@code --sabotage
     *     lose|double|reorder|phantom}
     */
    @Override
    public Result run(List<String> words) throws Exception {
        Settings settings = new Settings(
                Integer.parseInt(option(words, "--kills", words.contains("--quick") ? "5" : "60")),
                Long.parseLong(option(words, "--seed", Long.toString(System.nanoTime() % 1_000_000))),
                words.contains("--h2"),
                Settings.Sabotage.valueOf(option(words, "--sabotage", "none").toUpperCase(Locale.ROOT)),
                Integer.parseInt(option(words, "--events", Integer.toString(EVENTS))),
                !words.contains("--no-rolling"),
                Integer.parseInt(option(words, "--seconds", "3600")));
        ChaosRun.Outcome outcome = new ChaosRun(settings).run();
        Result result = new Result();
        outcome.counts().forEach(result::count);
        outcome.figures().forEach(result::ours);
        if (!outcome.passed(settings)) {
            System.err.println("the outbox emptied: " + outcome.quiet());
            outcome.verdict().evidence().forEach(System.err::println);
            result.fail();
        }
        return result;
    }

    private static String option(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : otherwise;
    }
}
