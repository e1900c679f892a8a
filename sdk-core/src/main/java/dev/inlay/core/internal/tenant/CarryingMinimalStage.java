package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.Tenants;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stage that carries tenants and can be neither completed nor waited for, as those of the JDK; its
 * {@link #toCompletableFuture()} is another future, which can.
 */
@SuppressWarnings("DoNotCallSuggester") // refusing is what the JDK does, too
final class CarryingMinimalStage<T extends @Nullable Object> extends CarryingFuture<T> {

    CarryingMinimalStage(Tenants tenants) {
        super(tenants);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new CarryingMinimalStage<>(tenants());
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        return following(this, new CarryingFuture<>(tenants()));
    }

    @Override
    public boolean complete(T value) {
        throw refused();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        throw refused();
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        throw refused();
    }

    @Override
    public void obtrudeValue(T value) {
        throw refused();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw refused();
    }

    @Override
    public boolean isDone() {
        throw refused();
    }

    @Override
    public boolean isCancelled() {
        throw refused();
    }

    @Override
    public boolean isCompletedExceptionally() {
        throw refused();
    }

    @Override
    public int getNumberOfDependents() {
        throw refused();
    }

    @Override
    public T get() {
        throw refused();
    }

    @Override
    public T get(long timeout, TimeUnit unit) {
        throw refused();
    }

    @Override
    public T getNow(T absent) {
        throw refused();
    }

    @Override
    public T join() {
        throw refused();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw refused();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw refused();
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        throw refused();
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        throw refused();
    }

    /** From JDK 19 on; declared without being named in 17. */
    public T resultNow() {
        throw refused();
    }

    /** From JDK 19 on; declared without being named in 17. */
    public Throwable exceptionNow() {
        throw refused();
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException(
                "this is a minimal stage, to be neither completed nor waited for; ask its toCompletableFuture()");
    }
}
