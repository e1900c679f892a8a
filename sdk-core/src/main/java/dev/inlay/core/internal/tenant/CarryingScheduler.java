package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.Tenants;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands each task on tied to the tenant that was bound when it was scheduled, for each of its runs. */
final class CarryingScheduler extends CarryingExecutorService implements ScheduledExecutorService {

    private final Tenants tenants;
    private final ScheduledExecutorService scheduler;

    CarryingScheduler(Tenants tenants, ScheduledExecutorService scheduler) {
        super(tenants, scheduler);
        this.tenants = tenants;
        this.scheduler = scheduler;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return scheduler.schedule(tenants.wrap(command), delay, unit);
    }

    @Override
    public <T extends @Nullable Object> ScheduledFuture<T> schedule(Callable<T> callable, long delay, TimeUnit unit) {
        return scheduler.schedule(tenants.wrap(callable), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return scheduler.scheduleAtFixedRate(tenants.wrap(command), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return scheduler.scheduleWithFixedDelay(tenants.wrap(command), initialDelay, delay, unit);
    }
}
