package dev.inlay.provider.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.core.ContextAwareScheduledThreadPoolExecutor;
import io.github.resilience4j.core.ContextPropagator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Proves("TEN-3")
final class TenantContextPropagatorTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");

    private final InMemoryTenantDirectory directory =
            InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic", "inlay/medisoft/-/south-clinic");
    private final Inlay inlay = InlaySdk.builder().install(directory).build();
    private final Tenants tenants = inlay.tenants();
    private final TenantContextPropagator propagator = TenantContextPropagator.of(tenants);
    private final ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of(
            "two threads",
            ThreadPoolBulkheadConfig.custom()
                    .coreThreadPoolSize(2)
                    .maxThreadPoolSize(2)
                    .queueCapacity(1000)
                    .contextPropagator(propagator)
                    .build());
    private final ContextAwareScheduledThreadPoolExecutor scheduler =
            ContextAwareScheduledThreadPoolExecutor.newScheduledThreadPool()
                    .corePoolSize(1)
                    .contextPropagators(propagator)
                    .build();

    @BeforeEach
    void start() {
        inlay.start().awaitReady(Duration.ofSeconds(20));
    }

    @AfterEach
    void leavesNothing() throws Exception {
        assertThat(tenants.currentIfBound()).isEmpty();
        assertThat(scheduler.submit(this::bound).get(30, TimeUnit.SECONDS)).isEqualTo("nothing");
        scheduler.shutdownNow();
        bulkhead.close();
        inlay.close();
    }

    @Test
    void keepsTenantsApartThatShareABulkhead() {
        List<CompletableFuture<String>> seen = new ArrayList<>();

        for (int i = 0; i < 200; i++) {
            TenantId tenant = i % 2 == 0 ? NORTH : SOUTH;
            seen.add(tenants.call(
                    tenant, () -> bulkhead.executeSupplier(this::bound).toCompletableFuture()));
            seen.add(bulkhead.executeSupplier(this::bound).toCompletableFuture());
        }

        for (int i = 0; i < 200; i++) {
            assertThat(seen.get(2 * i).join()).isEqualTo(i % 2 == 0 ? "north-clinic" : "south-clinic");
            assertThat(seen.get(2 * i + 1).join()).isEqualTo("nothing");
        }
    }

    @Test
    void carriesThroughTheScheduler() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Callable<String> look = this::bound;
        ScheduledFuture<String> north = tenants.call(NORTH, () -> scheduler.schedule(look, 1, TimeUnit.MILLISECONDS));
        ScheduledFuture<?> south = tenants.call(
                SOUTH, () -> scheduler.scheduleAtFixedRate(() -> seen.add(bound()), 0, 1, TimeUnit.MILLISECONDS));

        assertThat(north.get(30, TimeUnit.SECONDS)).isEqualTo("north-clinic");
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("south-clinic");
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("south-clinic");
        south.cancel(false);
    }

    @Test
    void givesAThreadThatIsBoundItsOwnTenantBack() {
        Runnable north = tenants.call(
                NORTH,
                () -> ContextPropagator.decorateRunnable(
                        propagator, () -> assertThat(bound()).isEqualTo("north-clinic")));
        Runnable nobody = ContextPropagator.decorateRunnable(
                List.of(propagator), () -> assertThat(bound()).isEqualTo("nothing"));

        tenants.run(SOUTH, () -> {
            north.run();
            nobody.run();
            assertThat(bound()).isEqualTo("south-clinic");
        });
    }

    @Test
    @Proves("TEN-9")
    void refusesWorkOfATenantThatWasSuspendedMeanwhileAndKeepsTheOuterBinding() {
        Runnable north = tenants.call(NORTH, () -> ContextPropagator.decorateRunnable(propagator, () -> {}));
        TenantContext known = tenants.find(NORTH).orElseThrow();
        directory.put(TenantProfile.builder(known.path())
                .status(TenantStatus.SUSPENDED)
                .build());
        Runnable outer = tenants.call(
                SOUTH,
                () -> ContextPropagator.decorateRunnable(propagator, () -> {
                    assertThatThrownBy(north::run).isInstanceOf(NoTenantException.class);
                    assertThat(bound()).isEqualTo("south-clinic");
                }));

        outer.run();
    }

    private String bound() {
        return tenants.currentIfBound()
                .map(TenantContext::id)
                .map(TenantId::value)
                .orElse("nothing");
    }
}
