package dev.inlay.example.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What a tenant context costs: reading it, binding and unbinding it, carrying it into a task, an executor or the stages
 * of a future, beside OpenTelemetry's context, Micrometer's context-propagation and a raw {@link ThreadLocal};
 * nanoseconds and bytes per operation. And what a signed header and a transaction under row-level security cost.
 */
final class ContextBench implements Benchmarks.Bench {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Override
    public Result run(boolean quick) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(ContextOperations.class.getName())
                .include(CarryOperations.class.getName())
                .addProfiler(GCProfiler.class)
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 3 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 250 : 1000))
                .measurementIterations(quick ? 4 : 10)
                .measurementTime(TimeValue.milliseconds(quick ? 150 : 1000));
        Map<String, Figures> measured = figures(new Runner(options.build()).run());
        Result result = new Result();
        HeaderOperations.measure(quick, result);
        RlsOverhead.measure(quick, result);
        Map<String, Double> bytes = new LinkedHashMap<>();
        measured.forEach((name, figures) -> {
            if (name.endsWith("Inlay")) {
                result.ours(name, figures.nanos);
                bytes.put(name, figures.bytes);
            } else {
                result.peer(name, figures.nanos).peer(name + "_bytes", figures.bytes);
            }
        });
        return result.ratio("read_threadlocal", nanos(measured, "readInlay"), nanos(measured, "readThreadLocal"))
                .ratio("read_otel", nanos(measured, "readInlay"), nanos(measured, "readOtel"))
                .ratio("bind_otel", nanos(measured, "bindRunInlay"), nanos(measured, "bindOtel"))
                .ratio("bind_open_otel", nanos(measured, "bindOpenInlay"), nanos(measured, "bindOtel"))
                .ratio("bind_micrometer", nanos(measured, "bindRunInlay"), nanos(measured, "bindMicrometer"))
                .ratio("bind_threadlocal", nanos(measured, "bindRunInlay"), nanos(measured, "bindThreadLocal"))
                .ratio("wrap_otel", nanos(measured, "wrapInlay"), nanos(measured, "wrapOtel"))
                .ratio("wrap_micrometer", nanos(measured, "wrapInlay"), nanos(measured, "wrapMicrometer"))
                .ratio("future_chain_plain", nanos(measured, "futureChainInlay"), nanos(measured, "futureChainPlain"))
                .ratio(
                        "future_chain_micrometer",
                        nanos(measured, "futureChainInlay"),
                        nanos(measured, "futureChainMicrometer"))
                .ratio("submit_plain", nanos(measured, "submitInlay"), nanos(measured, "submitPlain"))
                .ratio("submit_otel", nanos(measured, "submitInlay"), nanos(measured, "submitOtel"))
                .ratio("submit_micrometer", nanos(measured, "submitInlay"), nanos(measured, "submitMicrometer"))
                .figure("bytes_per_op", bytes);
    }

    private static Map<String, Figures> figures(Collection<RunResult> results) {
        Map<String, Figures> byName = new TreeMap<>();
        for (RunResult result : results) {
            String label = result.getPrimaryResult().getLabel();
            double nanos = result.getPrimaryResult().getScore();
            double bytes = Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION), ALLOCATION)
                    .getScore();
            byName.put(label.substring(label.lastIndexOf('.') + 1), new Figures(nanos, bytes < 0.01 ? 0 : bytes));
        }
        return byName;
    }

    private static double nanos(Map<String, Figures> measured, String name) {
        Figures figures = measured.get(name);
        if (figures == null) {
            throw new IllegalStateException(name + " was not measured; there are " + measured.keySet());
        }
        return figures.nanos;
    }

    private record Figures(double nanos, double bytes) {}
}
