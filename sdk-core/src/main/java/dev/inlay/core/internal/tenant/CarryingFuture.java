package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.Tenants;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A CompletableFuture whose every stage runs its function under the tenant of the thread that attached it: a stage may
 * run on the thread that completes it, which is bound to whom it likes.
 *
 * <p>What the JDK attaches to a future for its own purposes belongs to no tenant; a method that does so (a time limit)
 * is therefore written anew here.
 */
class CarryingFuture<T extends @Nullable Object> extends CarryingStages<T> {

    private final Tenants tenants;

    CarryingFuture(Tenants tenants) {
        this.tenants = tenants;
    }

    /** Completes a future as a stage is completed. */
    static <T extends @Nullable Object> CarryingFuture<T> following(
            CompletionStage<T> stage, CarryingFuture<T> future) {
        BiConsumer<T, @Nullable Throwable> hand = (value, failure) -> {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(failure);
            }
        };
        if (stage instanceof CarryingFuture<T> carrying) {
            carrying.whenCompleteWithoutTenant(hand);
        } else {
            CompletionStage<T> unused = stage.whenComplete(hand);
        }
        return future;
    }

    Tenants tenants() {
        return tenants;
    }

    @Override
    CarriedFunctions attached() {
        return new CarriedFunctions(tenants.capture());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new CarryingFuture<>(tenants);
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return super.completeAsync(attached().supply(supplier), defaultExecutor());
    }

    /** The executor is asked by the thread that is bound; only the work is carried. */
    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        return super.completeAsync(attached().supply(supplier), executor);
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        Objects.requireNonNull(unit, "unit");
        CompletableFuture<T> limit = new CompletableFuture<T>().orTimeout(timeout, unit);
        return endedBy(limit, failure -> completeExceptionally(failure));
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        Objects.requireNonNull(unit, "unit");
        CompletableFuture<T> limit = new CompletableFuture<T>().orTimeout(timeout, unit);
        return endedBy(limit, failure -> complete(value));
    }

    private CompletableFuture<T> endedBy(CompletableFuture<T> limit, Consumer<Throwable> end) {
        CompletableFuture<T> unused = limit.whenComplete((value, failure) -> {
            if (failure != null) {
                end.accept(failure);
            }
        });
        whenCompleteWithoutTenant((value, failure) -> limit.complete(value));
        return this;
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        CarryingFuture<T> source = new CarryingFuture<>(tenants) {
            @Override
            public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
                return new CarryingMinimalStage<>(tenants);
            }
        };
        return following(this, source).copy();
    }
}
