package dev.inlay.core.internal.tenant;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages that wait for two others: each function runs under the tenant of whoever attached it. */
abstract class CarryingPairs<T extends @Nullable Object> extends CompletableFuture<T> {

    /** What ties a function to the tenant that is bound now. Throws where nothing is bound. */
    abstract CarriedFunctions attached();

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return super.thenCombine(other, attached().applyBoth(function));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return super.thenCombineAsync(other, attached().applyBoth(function));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super T, ? super U, ? extends V> function,
            Executor executor) {
        CarriedFunctions tied = attached();
        return super.thenCombineAsync(other, tied.applyBoth(function), tied.on(executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<@Nullable Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return super.thenAcceptBoth(other, attached().acceptBoth(action));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<@Nullable Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return super.thenAcceptBothAsync(other, attached().acceptBoth(action));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<@Nullable Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        CarriedFunctions tied = attached();
        return super.thenAcceptBothAsync(other, tied.acceptBoth(action), tied.on(executor));
    }

    @Override
    public CompletableFuture<@Nullable Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return super.runAfterBoth(other, attached().run(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return super.runAfterBothAsync(other, attached().run(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> runAfterBothAsync(
            CompletionStage<?> other, Runnable action, Executor executor) {
        CarriedFunctions tied = attached();
        return super.runAfterBothAsync(other, tied.run(action), tied.on(executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return super.applyToEither(other, attached().apply(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return super.applyToEitherAsync(other, attached().apply(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function, Executor executor) {
        CarriedFunctions tied = attached();
        return super.applyToEitherAsync(other, tied.apply(function), tied.on(executor));
    }

    @Override
    public CompletableFuture<@Nullable Void> acceptEither(
            CompletionStage<? extends T> other, Consumer<? super T> action) {
        return super.acceptEither(other, attached().accept(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action) {
        return super.acceptEitherAsync(other, attached().accept(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        CarriedFunctions tied = attached();
        return super.acceptEitherAsync(other, tied.accept(action), tied.on(executor));
    }

    @Override
    public CompletableFuture<@Nullable Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return super.runAfterEither(other, attached().run(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return super.runAfterEitherAsync(other, attached().run(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> runAfterEitherAsync(
            CompletionStage<?> other, Runnable action, Executor executor) {
        CarriedFunctions tied = attached();
        return super.runAfterEitherAsync(other, tied.run(action), tied.on(executor));
    }

    /** For what the machinery itself attaches, which belongs to no tenant. */
    final void whenCompleteWithoutTenant(BiConsumer<? super T, @Nullable Throwable> action) {
        CompletableFuture<T> unused = super.whenComplete(action);
    }
}
