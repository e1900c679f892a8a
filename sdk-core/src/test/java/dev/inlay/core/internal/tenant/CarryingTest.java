package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.testkit.contracts.Proves;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Proves("TEN-3")
final class CarryingTest {

    private final MapDirectory directory = new MapDirectory();
    private final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ExecutorService carrying = tenants.wrap(pool);
    private final Callable<TenantId> whoAmI = () -> tenants.current().id();

    @AfterEach
    void leavesNoTenantOnAnyPoolThread() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Callable<Boolean> bound = () -> {
            both.countDown();
            both.await(30, TimeUnit.SECONDS);
            return tenants.currentIfBound().isPresent();
        };
        for (Future<Boolean> thread : pool.invokeAll(List.of(bound, bound))) {
            assertThat(thread.get()).isFalse();
        }
        pool.shutdownNow();
    }

    @Test
    void runsAWrappedTaskUnderTheTenantOfWhoeverWrappedIt() throws Exception {
        Callable<TenantId> task = tenants.call(NORTH, () -> tenants.wrap(whoAmI));
        AtomicReference<Origin> origin = new AtomicReference<>();
        Runnable runnable = tenants.call(
                SOUTH, () -> tenants.wrap(() -> origin.set(tenants.current().origin())));

        assertThat(task.call()).isEqualTo(NORTH);
        assertThat(pool.submit(task).get()).isEqualTo(NORTH);
        runnable.run();
        assertThat(origin).hasValue(Origin.CARRIED);
    }

    @Test
    void carriesThroughEveryWayOfSubmitting() throws Exception {
        AtomicReference<TenantId> seen = new AtomicReference<>();
        Runnable look = () -> seen.set(tenants.current().id());
        CountDownLatch executed = new CountDownLatch(1);

        tenants.run(NORTH, () -> {
            assertThat(carrying.submit(whoAmI).get()).isEqualTo(NORTH);
            assertThat(carrying.submit(look, "done").get()).isEqualTo("done");
            assertThat(seen.getAndSet(null)).isEqualTo(NORTH);
            assertThat(carrying.submit(look).get()).isNull();
            assertThat(seen.getAndSet(null)).isEqualTo(NORTH);
            carrying.execute(() -> {
                look.run();
                executed.countDown();
            });
            assertThat(executed.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasValue(NORTH);
            assertThat(carrying.invokeAny(List.of(whoAmI))).isEqualTo(NORTH);
            assertThat(carrying.invokeAny(List.of(whoAmI), 30, TimeUnit.SECONDS))
                    .isEqualTo(NORTH);
            for (Future<TenantId> future : carrying.invokeAll(List.of(whoAmI, whoAmI))) {
                assertThat(future.get()).isEqualTo(NORTH);
            }
            for (Future<TenantId> future : carrying.invokeAll(List.of(whoAmI, whoAmI), 30, TimeUnit.SECONDS)) {
                assertThat(future.get()).isEqualTo(NORTH);
            }
        });
    }

    @Test
    @Proves("TEN-2")
    void refusesASubmitWithoutATenant() {
        Executor executor = tenants.wrap((Executor) pool);

        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> carrying.submit(() -> {})).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> carrying.invokeAll(List.of(whoAmI))).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> tenants.wrap(whoAmI)).isInstanceOf(NoTenantException.class);
        tenants.runAsPlatform(
                "night",
                () -> assertThatThrownBy(() -> carrying.submit(() -> {})).isInstanceOf(NoTenantException.class));
    }

    @Test
    void leavesNothingBehindWhenATaskFails() {
        Future<?> failed = tenants.call(
                NORTH,
                () -> carrying.submit((Runnable) () -> {
                    throw new IllegalStateException("task");
                }));

        assertThatThrownBy(failed::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStageRunsUnderItsOwnTenantOnTheThreadThatCompletesIt() {
        CompletableFuture<String> source = new CompletableFuture<>();
        Runnable look = () -> assertThat(tenants.current().id()).isEqualTo(NORTH);
        CompletableFuture<?> stage = tenants.call(NORTH, () -> source.thenRun(tenants.wrap(look)));

        tenants.run(SOUTH, () -> {
            source.complete("go");
            assertThat(tenants.current().id()).isEqualTo(SOUTH);
        });

        assertThat(stage).isCompleted();
    }

    @Test
    void aCallableCarriesItsTenantOntoAThreadOfAnother() throws Exception {
        Callable<Origin> origin = () -> tenants.current().origin();
        Callable<TenantId> who = tenants.call(NORTH, () -> tenants.wrap(whoAmI));
        Callable<Origin> how = tenants.call(NORTH, () -> tenants.wrap(origin));

        tenants.run(SOUTH, () -> {
            assertThat(who.call()).isEqualTo(NORTH);
            assertThat(how.call()).isEqualTo(Origin.CARRIED);
            assertThat(tenants.current().id()).isEqualTo(SOUTH);
        });
    }

    @Test
    @Proves("TEN-9")
    void refusesCarriedWorkOfATenantThatWasSuspendedWhileItWaited() {
        Callable<TenantId> waiting = tenants.call(NORTH, () -> tenants.wrap(whoAmI));
        directory.put(NORTH, TenantStatus.SUSPENDED);

        assertThatThrownBy(waiting::call)
                .isInstanceOfSatisfying(
                        NoTenantException.class, e -> assertThat(e.code()).isEqualTo("tenant.suspended"));
    }

    @Test
    void leavesTheLifeOfTheWrappedExecutorToTheHost() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor();
        ExecutorService wrapped = tenants.wrap(own);

        wrapped.shutdown();

        assertThat(own.isShutdown()).isTrue();
        assertThat(wrapped.isShutdown()).isTrue();
        assertThat(wrapped.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(wrapped.isTerminated()).isTrue();
        assertThat(wrapped.shutdownNow()).isEmpty();
    }
}
