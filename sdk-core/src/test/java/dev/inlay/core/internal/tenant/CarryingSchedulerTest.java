package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.testkit.contracts.Proves;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMDCAdapter;

@Proves("TEN-3")
final class CarryingSchedulerTest {

    private final BasicMDCAdapter log = new BasicMDCAdapter();
    private final MapDirectory directory = new MapDirectory();
    private final TenantEngine tenants = new TenantEngine(directory, () -> {}, TenantMdc.on(log));
    private final ScheduledExecutorService one = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService carrying = tenants.wrap(one);
    private final Callable<String> whoAmI = () -> tenants.current().id() + " as " + log.get("tenant");

    /** SLF4J's own MDC is inherited by threads, so this one begins before any tenant is bound. */
    @BeforeEach
    void startTheThread() throws Exception {
        one.submit(() -> {}).get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void leavesNothingOnTheThread() throws Exception {
        assertThat(one.submit(tenants::currentIfBound).get(30, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(one.submit(() -> log.get("tenant")).get(30, TimeUnit.SECONDS))
                .isNull();
        one.shutdownNow();
    }

    @Test
    void runsWhatIsDueUnderTheTenantOfWhoeverScheduledIt() throws Exception {
        ScheduledFuture<String> north = tenants.call(NORTH, () -> carrying.schedule(whoAmI, 1, TimeUnit.MILLISECONDS));
        ScheduledFuture<String> south = tenants.call(SOUTH, () -> carrying.schedule(whoAmI, 1, TimeUnit.MILLISECONDS));

        assertThat(north.get(30, TimeUnit.SECONDS)).isEqualTo("north-clinic as north-clinic");
        assertThat(south.get(30, TimeUnit.SECONDS)).isEqualTo("south-clinic as south-clinic");
    }

    @Test
    void runsEachTurnUnderTheSameTenant() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Runnable look = () -> seen.add(tenants.current().id().value());

        ScheduledFuture<?> rate =
                tenants.call(NORTH, () -> carrying.scheduleAtFixedRate(look, 0, 1, TimeUnit.MILLISECONDS));
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("north-clinic");
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("north-clinic");
        rate.cancel(false);
        one.submit(seen::clear).get(30, TimeUnit.SECONDS);
        ScheduledFuture<?> delay =
                tenants.call(SOUTH, () -> carrying.scheduleWithFixedDelay(look, 0, 1, TimeUnit.MILLISECONDS));

        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("south-clinic");
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("south-clinic");
        delay.cancel(false);
    }

    @Test
    @Proves("TEN-9")
    void endsAPeriodicTaskWhoseTenantIsSuspended() {
        ScheduledFuture<?> rate =
                tenants.call(NORTH, () -> carrying.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS));

        directory.put(NORTH, TenantStatus.SUSPENDED);

        assertThatThrownBy(() -> rate.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NoTenantException.class);
    }

    @Test
    @Proves("TEN-2")
    void refusesToScheduleWithoutATenant() {
        assertThatThrownBy(() -> carrying.schedule(whoAmI, 1, TimeUnit.SECONDS)).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> carrying.schedule(() -> {}, 1, TimeUnit.SECONDS))
                .isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> carrying.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS))
                .isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> carrying.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.SECONDS))
                .isInstanceOf(NoTenantException.class);
    }

    /** A default method of a later JDK may do something else than the executor that is wrapped. */
    @Test
    void handsOnEveryMethodThatTheRunningJdkHas() throws Exception {
        for (Method method : ScheduledExecutorService.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                Method ours = CarryingScheduler.class.getMethod(method.getName(), method.getParameterTypes());

                assertThat(ours.getDeclaringClass().isInterface())
                        .as("%s", method)
                        .isFalse();
            }
        }
    }

    @Test
    void isClosedAsTheWrappedOneIs() {
        ScheduledExecutorService own = Executors.newSingleThreadScheduledExecutor();
        CarryingExecutorService common = new CarryingExecutorService(tenants, ForkJoinPool.commonPool());

        common.close();
        new CarryingScheduler(tenants, own).close();

        assertThat(common.isShutdown()).isFalse();
        assertThat(own.isShutdown()).isTrue();
    }
}
