package dev.inlay.core.internal.tenant;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages that wait for one other: each function runs under the tenant of whoever attached it. */
abstract class CarryingStages<T extends @Nullable Object> extends CarryingPairs<T> {

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return super.thenApply(attached().apply(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> function) {
        return super.thenApplyAsync(attached().apply(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(
            Function<? super T, ? extends U> function, Executor executor) {
        CarriedFunctions tied = attached();
        return super.thenApplyAsync(tied.apply(function), tied.on(executor));
    }

    @Override
    public CompletableFuture<@Nullable Void> thenAccept(Consumer<? super T> action) {
        return super.thenAccept(attached().accept(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> thenAcceptAsync(Consumer<? super T> action) {
        return super.thenAcceptAsync(attached().accept(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        CarriedFunctions tied = attached();
        return super.thenAcceptAsync(tied.accept(action), tied.on(executor));
    }

    @Override
    public CompletableFuture<@Nullable Void> thenRun(Runnable action) {
        return super.thenRun(attached().run(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> thenRunAsync(Runnable action) {
        return super.thenRunAsync(attached().run(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> thenRunAsync(Runnable action, Executor executor) {
        CarriedFunctions tied = attached();
        return super.thenRunAsync(tied.run(action), tied.on(executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return super.thenCompose(attached().apply(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return super.thenComposeAsync(attached().apply(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function, Executor executor) {
        CarriedFunctions tied = attached();
        return super.thenComposeAsync(tied.apply(function), tied.on(executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handle(
            BiFunction<? super T, @Nullable Throwable, ? extends U> function) {
        return super.handle(attached().applyBoth(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
            BiFunction<? super T, @Nullable Throwable, ? extends U> function) {
        return super.handleAsync(attached().applyBoth(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
            BiFunction<? super T, @Nullable Throwable, ? extends U> function, Executor executor) {
        CarriedFunctions tied = attached();
        return super.handleAsync(tied.applyBoth(function), tied.on(executor));
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        return super.whenComplete(attached().acceptBoth(action));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        return super.whenCompleteAsync(attached().acceptBoth(action));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(
            BiConsumer<? super T, ? super @Nullable Throwable> action, Executor executor) {
        CarriedFunctions tied = attached();
        return super.whenCompleteAsync(tied.acceptBoth(action), tied.on(executor));
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
        return super.exceptionally(attached().apply(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function) {
        return super.exceptionallyAsync(attached().apply(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function, Executor executor) {
        CarriedFunctions tied = attached();
        return super.exceptionallyAsync(tied.apply(function), tied.on(executor));
    }

    @Override
    public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> function) {
        return super.exceptionallyCompose(attached().apply(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> function) {
        return super.exceptionallyComposeAsync(attached().apply(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> function, Executor executor) {
        CarriedFunctions tied = attached();
        return super.exceptionallyComposeAsync(tied.apply(function), tied.on(executor));
    }
}
