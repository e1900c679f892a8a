package dev.inlay.core.internal.event;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends on one virtual thread per attempt where the JVM has them, else on a pool per target. */
final class ThreadWorkers implements Workers {

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Function<String, ThreadFactory> threads;
    private final @Nullable ThreadFactory virtual;
    private final Map<String, ThreadPoolExecutor> pools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ThreadWorkers(Function<String, ThreadFactory> threads, RelayOptions options) {
        this.threads = threads;
        this.virtual = options.virtualThreads() ? virtualThreads() : null;
    }

    @Override
    public void start(String target, Runnable attempt) {
        if (closed) {
            throw new RejectedExecutionException("the relay is closed");
        }
        Executor executor = virtual == null
                ? pools.computeIfAbsent(target, this::pool)
                : task -> virtual.newThread(task).start();
        executor.execute(attempt);
    }

    /**
     * Grows as the dispatcher asks, which knows the target's places; whoever became idle last is given work first, so
     * that a quick receiver is served by few threads whose caches are warm.
     */
    private ThreadPoolExecutor pool(String target) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                threads.apply("send-" + target));
    }

    @Override
    public void close() {
        closed = true;
        pools.values().forEach(ThreadPoolExecutor::shutdown);
    }

    /** A factory of named virtual threads; {@code null} before Java 21. */
    private static @Nullable ThreadFactory virtualThreads() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            type.getMethod("name", String.class, long.class).invoke(builder, "inlay-send-", 1L);
            Method factory = type.getMethod("factory");
            return (ThreadFactory) factory.invoke(builder);
        } catch (ReflectiveOperationException | UnsupportedOperationException e) {
            // a JVM without them, or with them still in preview
            return null;
        }
    }
}
