package dev.inlay.api.tenant;

/**
 * A binding that ends with {@link #close()}. For filters and interceptors that cannot pass a lambda; all others use
 * {@link Tenants#run}.
 *
 * @since 0.1
 */
public interface TenantScope extends AutoCloseable {

    /**
     * Ends the binding and restores what was bound before. Must be called on the thread that opened it, innermost
     * first; a second call does nothing.
     *
     * @throws dev.inlay.api.error.InlayException with code {@code tenant.scope.misuse} when called on another thread or
     *     out of order; the binding of the calling thread is then unchanged
     */
    @Override
    void close();
}
