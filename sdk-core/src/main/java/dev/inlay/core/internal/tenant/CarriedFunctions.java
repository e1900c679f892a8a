package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.CarriedTenant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ties the functions of a stage to the tenant that was bound when they were attached.
 *
 * @param tenant bound around each call
 */
record CarriedFunctions(CarriedTenant tenant) {

    Runnable run(Runnable action) {
        Objects.requireNonNull(action, "action");
        return () -> tenant.run(action::run);
    }

    <T extends @Nullable Object> Supplier<T> supply(Supplier<? extends T> supplier) {
        Objects.requireNonNull(supplier, "supplier");
        return () -> tenant.call(supplier::get);
    }

    <T extends @Nullable Object> Consumer<T> accept(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        return value -> tenant.run(() -> action.accept(value));
    }

    <T extends @Nullable Object, U extends @Nullable Object> BiConsumer<T, U> acceptBoth(
            BiConsumer<? super T, ? super U> action) {
        Objects.requireNonNull(action, "action");
        return (one, other) -> tenant.run(() -> action.accept(one, other));
    }

    <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> apply(
            Function<? super T, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return value -> tenant.call(() -> function.apply(value));
    }

    <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> BiFunction<T, U, R> applyBoth(
            BiFunction<? super T, ? super U, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return (one, other) -> tenant.call(() -> function.apply(one, other));
    }

    /** An executor that is itself wrapped asks for the tenant of the thread that hands it the stage: of this tenant. */
    Executor on(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return command -> tenant.run(() -> executor.execute(command));
    }
}
