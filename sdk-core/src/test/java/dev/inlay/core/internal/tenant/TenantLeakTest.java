package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import dev.inlay.testkit.contracts.Proves;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a binding costs in memory, and what it leaves behind. */
final class TenantLeakTest {

    private static final int OPERATIONS = 100_000;

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void endThePool() {
        pool.shutdownNow();
    }

    @Test
    void readingAndBindingAllocateNothing() {
        TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, false);
        TenantAction<RuntimeException> read = tenants::current;

        tenants.run(NORTH, () -> assertThat(allocated(tenants::current)).isLessThan(OPERATIONS / 10));
        assertThat(allocated(() -> tenants.run(NORTH, read))).isLessThan(OPERATIONS / 10);
        TenantTask<TenantContext, RuntimeException> answer = tenants::current;
        assertThat(allocated(() -> tenants.call(NORTH, answer))).isLessThan(OPERATIONS / 10);
    }

    @Test
    void aPoolThreadKeepsNoContextOnceItsScopesAreClosed() throws Exception {
        WeakReference<TenantContext> context = pool.submit(() -> {
                    TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, false);
                    try (TenantScope scope = tenants.open(NORTH)) {
                        tenants.run(NORTH, () -> assertThat(scope).isNotNull());
                        return new WeakReference<>(tenants.current());
                    }
                })
                .get();

        assertCollected(context);
    }

    @Test
    void closingTheEngineUnbindsThreadsThatLeftAScopeOpen() throws Exception {
        TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, false);
        TenantScope left = pool.submit(() -> tenants.open(NORTH)).get();

        tenants.close();
        tenants.close();

        assertThat(left).isNotNull();
        assertThat(pool.submit(tenants::currentIfBound).get()).isEmpty();
    }

    @Test
    @Proves("EMB-2")
    void aPoolThreadPinsNothingOfAClosedEngineThatLeftAScopeOpen() throws Exception {
        WeakReference<TenantContext> context = pool.submit(() -> {
                    TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, false);
                    TenantScope forgotten = tenants.open(NORTH);
                    assertThat(forgotten).isNotNull();
                    WeakReference<TenantContext> bound = new WeakReference<>(tenants.current());
                    tenants.close();
                    return bound;
                })
                .get();

        assertCollected(context);
    }

    private static long allocated(Runnable operation) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < OPERATIONS; i++) {
                operation.run();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }

    private static void assertCollected(WeakReference<?> reference) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(reference.get()).isNull();
    }
}
