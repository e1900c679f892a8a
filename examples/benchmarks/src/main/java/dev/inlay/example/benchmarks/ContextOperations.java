package dev.inlay.example.benchmarks;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.core.InlaySdk;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The measured operations. "bind" ends with nothing bound and reads once inside; "wrap" captures under a binding and
 * runs the task with nothing bound, so that every contestant really restores something.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContextOperations {

    /** Everything that is set up once. */
    @State(org.openjdk.jmh.annotations.Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
    public static class Subjects {

        Inlay inlay = InlaySdk.builder().install(new FixedDirectory()).build();
        Tenants tenants;
        TenantTask<TenantContext, RuntimeException> read;
        final ThreadLocal<String> threadLocal = new ThreadLocal<>();
        final ContextKey<String> key = ContextKey.named("tenant");
        final Context otel = Context.root().with(key, "north-clinic");
        final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
                .contextRegistry(new ContextRegistry().registerThreadLocalAccessor("tenant", threadLocal))
                .build();
        ContextSnapshot snapshot;

        /** Starts an instance, and checks that all contestants answer the same. */
        @Setup
        public void start() {
            tenants = inlay.start().awaitReady(Duration.ofSeconds(20)).tenants();
            read = tenants::current;
            threadLocal.set("north-clinic");
            snapshot = snapshots.captureAll();
            threadLocal.remove();
            String ours = tenants.call(
                    FixedDirectory.TENANT, () -> tenants.current().id().value());
            if (!ours.equals(otel.get(key))) {
                throw new IllegalStateException("the contestants carry different values");
            }
        }

        /** Closes the instance. */
        @TearDown
        public void close() {
            inlay.close();
        }
    }

    /** A thread on which every contestant is bound all the time. */
    @State(org.openjdk.jmh.annotations.Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
    public static class Bound {

        private TenantScope inlay;
        private Scope otel;

        /** Binds; the tear-down closes. */
        @SuppressWarnings("MustBeClosedChecker")
        @Setup(Level.Trial)
        public void bind(Subjects subjects) {
            inlay = subjects.tenants.open(FixedDirectory.TENANT);
            otel = subjects.otel.makeCurrent();
            subjects.threadLocal.set("north-clinic");
        }

        /** Unbinds. */
        @TearDown(Level.Trial)
        public void unbind(Subjects subjects) {
            subjects.threadLocal.remove();
            otel.close();
            inlay.close();
        }
    }

    @Benchmark
    public TenantContext readInlay(Subjects subjects, Bound bound) {
        return subjects.tenants.current();
    }

    @Benchmark
    public String readThreadLocal(Subjects subjects, Bound bound) {
        return subjects.threadLocal.get();
    }

    @Benchmark
    public @Nullable String readOtel(Subjects subjects, Bound bound) {
        return Context.current().get(subjects.key);
    }

    @Benchmark
    public TenantContext bindRunInlay(Subjects subjects) {
        return subjects.tenants.call(FixedDirectory.TENANT, subjects.read);
    }

    @Benchmark
    public TenantContext bindOpenInlay(Subjects subjects) {
        try (TenantScope scope = subjects.tenants.open(FixedDirectory.TENANT)) {
            return subjects.tenants.current();
        }
    }

    @Benchmark
    public @Nullable String bindOtel(Subjects subjects) {
        try (Scope scope = subjects.otel.makeCurrent()) {
            return Context.current().get(subjects.key);
        }
    }

    @Benchmark
    public String bindMicrometer(Subjects subjects) {
        try (ContextSnapshot.Scope scope = subjects.snapshot.setThreadLocals()) {
            return subjects.threadLocal.get();
        }
    }

    @Benchmark
    public String bindThreadLocal(Subjects subjects) {
        subjects.threadLocal.set("north-clinic");
        try {
            return subjects.threadLocal.get();
        } finally {
            subjects.threadLocal.remove();
        }
    }

    @Benchmark
    public void wrapInlay(Subjects subjects) {
        Runnable task;
        try (TenantScope scope = subjects.tenants.open(FixedDirectory.TENANT)) {
            task = subjects.tenants.wrap((Runnable) subjects.tenants::current);
        }
        task.run();
    }

    @Benchmark
    public void wrapOtel(Subjects subjects) {
        Runnable task;
        try (Scope scope = subjects.otel.makeCurrent()) {
            task = Context.current().wrap((Runnable) Context::current);
        }
        task.run();
    }

    @Benchmark
    public void wrapMicrometer(Subjects subjects) {
        Runnable task;
        try (ContextSnapshot.Scope scope = subjects.snapshot.setThreadLocals()) {
            task = subjects.snapshots.captureAll().wrap((Runnable) subjects.threadLocal::get);
        }
        task.run();
    }
}
