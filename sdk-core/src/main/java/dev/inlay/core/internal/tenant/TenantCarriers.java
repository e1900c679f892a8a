package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.Tenants;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All ways in which work takes its tenant along, made of {@link #capture()} alone. What binds is said below this. */
abstract class TenantCarriers implements Tenants {

    @Override
    public Runnable wrap(Runnable runnable) {
        Objects.requireNonNull(runnable, "runnable");
        CarriedTenant carried = capture();
        return () -> carried.run(runnable::run);
    }

    @Override
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> callable) {
        Objects.requireNonNull(callable, "callable");
        CarriedTenant carried = capture();
        return () -> carried.call(callable::call);
    }

    @Override
    @SuppressWarnings("overloads") // as in Tenants
    public Executor wrap(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return command -> executor.execute(wrap(command));
    }

    @Override
    public ExecutorService wrap(ExecutorService executor) {
        return new CarryingExecutorService(this, Objects.requireNonNull(executor, "executor"));
    }

    @Override
    public ScheduledExecutorService wrap(ScheduledExecutorService scheduler) {
        return new CarryingScheduler(this, Objects.requireNonNull(scheduler, "scheduler"));
    }

    @Override
    @SuppressWarnings("overloads") // as in Tenants
    public ThreadFactory wrap(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return work -> factory.newThread(wrap(work));
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> newFuture() {
        return new CarryingFuture<>(this);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> wrap(CompletionStage<T> stage) {
        return CarryingFuture.following(stage, new CarryingFuture<>(this));
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> supplyAsync(Supplier<T> supplier, Executor executor) {
        return new CarryingFuture<T>(this).completeAsync(supplier, executor);
    }

    @Override
    public CompletableFuture<@Nullable Void> runAsync(Runnable runnable, Executor executor) {
        Objects.requireNonNull(runnable, "runnable");
        return this.<@Nullable Void>supplyAsync(
                () -> {
                    runnable.run();
                    return null;
                },
                executor);
    }
}
