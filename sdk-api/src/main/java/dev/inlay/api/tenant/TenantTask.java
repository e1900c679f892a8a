package dev.inlay.api.tenant;

import org.jspecify.annotations.Nullable;

/**
 * Work that returns a value and may throw a checked exception.
 *
 * @param <T> what it returns
 * @param <X> what it throws; {@code RuntimeException} when nothing is checked
 * @since 0.1
 */
@FunctionalInterface
public interface TenantTask<T extends @Nullable Object, X extends Exception> {

    /**
     * Does the work.
     *
     * @return its result
     * @throws X as it likes
     */
    T call() throws X;
}
