package dev.inlay.example.benchmarks;

import dev.inlay.api.tenant.TenantContext;
import dev.inlay.example.benchmarks.ContextOperations.Bound;
import dev.inlay.example.benchmarks.ContextOperations.Subjects;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshot;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What carrying adds to a future's stages and to a submitted task. All run on the thread that attaches or submits, so
 * that no hand-over between threads hides the difference; each stage and task reads the value.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CarryOperations {

    /** The executors, all around the same one. */
    @State(org.openjdk.jmh.annotations.Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
    public static class Executors {

        final ExecutorService plain = new SameThread();
        final ExecutorService otel = Context.taskWrapping(plain);
        ExecutorService inlay;
        ExecutorService micrometer;

        /** Wraps. */
        @Setup
        public void wrap(Subjects subjects) {
            inlay = subjects.tenants.wrap(plain);
            micrometer = ContextExecutorService.wrap(plain, () -> subjects.snapshots.captureAll());
        }
    }

    @Benchmark
    public TenantContext futureChainInlay(Subjects subjects, Bound bound, Executors executors) {
        Function<TenantContext, TenantContext> step = before -> subjects.tenants.current();
        return subjects.tenants
                .supplyAsync(subjects.tenants::current, executors.plain)
                .thenApply(step)
                .thenApply(step)
                .thenApply(step)
                .thenApply(step)
                .join();
    }

    @Benchmark
    public String futureChainPlain(Subjects subjects, Bound bound, Executors executors) {
        Function<String, String> step = before -> subjects.threadLocal.get();
        return CompletableFuture.supplyAsync(subjects.threadLocal::get, executors.plain)
                .thenApply(step)
                .thenApply(step)
                .thenApply(step)
                .thenApply(step)
                .join();
    }

    @Benchmark
    public String futureChainMicrometer(Subjects subjects, Bound bound, Executors executors) {
        Function<String, String> step = before -> subjects.threadLocal.get();
        return CompletableFuture.supplyAsync(
                        supplier(subjects.snapshots.captureAll(), subjects.threadLocal::get), executors.plain)
                .thenApply(function(subjects.snapshots.captureAll(), step))
                .thenApply(function(subjects.snapshots.captureAll(), step))
                .thenApply(function(subjects.snapshots.captureAll(), step))
                .thenApply(function(subjects.snapshots.captureAll(), step))
                .join();
    }

    @Benchmark
    public TenantContext submitInlay(Subjects subjects, Bound bound, Executors executors)
            throws ExecutionException, InterruptedException {
        Callable<TenantContext> task = subjects.tenants::current;
        return executors.inlay.submit(task).get();
    }

    @Benchmark
    public String submitPlain(Subjects subjects, Bound bound, Executors executors)
            throws ExecutionException, InterruptedException {
        Callable<String> task = subjects.threadLocal::get;
        return executors.plain.submit(task).get();
    }

    @Benchmark
    public @Nullable String submitOtel(Subjects subjects, Bound bound, Executors executors)
            throws ExecutionException, InterruptedException {
        Callable<@Nullable String> task = () -> Context.current().get(subjects.key);
        return executors.otel.submit(task).get();
    }

    @Benchmark
    public String submitMicrometer(Subjects subjects, Bound bound, Executors executors)
            throws ExecutionException, InterruptedException {
        Callable<String> task = subjects.threadLocal::get;
        return executors.micrometer.submit(task).get();
    }

    private static <T> Supplier<T> supplier(ContextSnapshot snapshot, Supplier<T> supplier) {
        return () -> {
            try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                return supplier.get();
            }
        };
    }

    private static <A, R> Function<A, R> function(ContextSnapshot snapshot, Function<A, R> function) {
        return value -> {
            try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                return function.apply(value);
            }
        };
    }

    /** Runs each task at once, where it is submitted. */
    private static final class SameThread extends AbstractExecutorService {

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
