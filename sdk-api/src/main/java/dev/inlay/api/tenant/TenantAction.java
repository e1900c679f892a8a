package dev.inlay.api.tenant;

/**
 * Work that returns nothing and may throw a checked exception.
 *
 * @param <X> what it throws; {@code RuntimeException} when nothing is checked
 * @since 0.1
 */
@FunctionalInterface
public interface TenantAction<X extends Exception> {

    /**
     * Does the work.
     *
     * @throws X as it likes
     */
    void run() throws X;
}
