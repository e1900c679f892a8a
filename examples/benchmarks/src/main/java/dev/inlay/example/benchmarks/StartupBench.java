package dev.inlay.example.benchmarks;

/** Placeholder until the stores are wired. */
final class StartupBench implements Benchmarks.Bench {
    @Override
    public Result run(boolean quick) {
        return new Result();
    }
}
