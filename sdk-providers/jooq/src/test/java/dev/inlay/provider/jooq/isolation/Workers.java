package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.Tenants;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/** The host's own threads, shared by all tenants and looked at behind every task. */
final class Workers extends ThreadPoolExecutor {

    private static final int THREADS = 4;

    /** Longer than what a task waits for, so that the task says what it was. */
    private static final long QUIET_SECONDS = 3 * Carriers.LONGEST_SECONDS;

    private final Oracle oracle;
    private final ClassLoader loader = Workers.class.getClassLoader();
    private volatile Tenants tenants;
    private volatile int step;
    private int underWay;

    Workers(Oracle oracle) {
        super(THREADS, THREADS, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>(), Workers::thread);
        this.oracle = oracle;
        prestartAllCoreThreads();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "host-worker");
        thread.setDaemon(true);
        thread.setContextClassLoader(Workers.class.getClassLoader());
        return thread;
    }

    void watch(Tenants tenants) {
        this.tenants = tenants;
    }

    /** The step that what is found belongs to, or was found shortly after. */
    void at(int step) {
        this.step = step;
    }

    @Override
    public void execute(Runnable command) {
        synchronized (this) {
            underWay++;
        }
        super.execute(command);
    }

    void executeFor(CompletableFuture<?> waiting, Runnable command) {
        execute(telling(waiting, command));
    }

    /** A task that somebody waits for, who hears of it if it cannot be done. */
    static Runnable telling(CompletableFuture<?> waiting, Runnable command) {
        return () -> {
            try {
                command.run();
            } catch (RuntimeException | Error e) {
                waiting.completeExceptionally(e);
                throw e;
            }
        };
    }

    @Override
    protected void afterExecute(Runnable command, Throwable thrown) {
        if (thrown != null) {
            oracle.report(Kind.THREAD, step, "a task threw " + thrown);
        }
        check("a worker");
        synchronized (this) {
            underWay--;
            notifyAll();
        }
    }

    /** Nothing of a tenant may be left on this thread. */
    void check(String whose) {
        try {
            tenants.currentIfBound()
                    .ifPresent(
                            left -> oracle.report(Kind.THREAD, step, whose + " is still bound to '" + left.id() + "'"));
        } catch (RuntimeException e) {
            oracle.report(Kind.THREAD, step, whose + " is still bound: " + e);
        }
        Map<String, String> log = MDC.getCopyOfContextMap();
        if (log != null && !log.isEmpty()) {
            oracle.report(Kind.MDC, step, whose + " still logs " + log);
        }
        if (Thread.currentThread().getContextClassLoader() != loader) {
            oracle.report(Kind.THREAD, step, whose + " has another context class loader");
        }
    }

    /** Waits until every task has ended and was looked at. */
    synchronized void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
        while (underWay > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(underWay + " tasks have not ended within " + QUIET_SECONDS + " s");
            }
            wait(left);
        }
    }
}
