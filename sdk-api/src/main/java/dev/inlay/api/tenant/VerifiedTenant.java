package dev.inlay.api.tenant;

import org.jspecify.annotations.Nullable;

/**
 * A tenant that another service named, and whose header or seal was verified. Nothing is bound until one of the methods
 * below is called; each looks the tenant's status up again, so that a request may be bound anew on each of its threads.
 * Immutable.
 *
 * @since 0.1
 */
public interface VerifiedTenant {

    /**
     * Whose work it is.
     *
     * @return the tenant's id
     */
    TenantId tenant();

    /**
     * Who named the tenant.
     *
     * @return the name of a service
     */
    String issuer();

    /**
     * Runs work of the tenant.
     *
     * @param action the work
     * @param <X> what the work throws
     * @throws X what the work throws
     * @throws NoTenantException when the tenant is unknown, suspended or closed by now, or another one is bound
     */
    <X extends Exception> void run(TenantAction<X> action) throws X;

    /**
     * Runs work of the tenant and returns its result.
     *
     * @param task the work
     * @param <T> what the work returns
     * @param <X> what the work throws
     * @return what the work returned
     * @throws X what the work throws
     * @throws NoTenantException when the tenant is unknown, suspended or closed by now, or another one is bound
     */
    <T extends @Nullable Object, X extends Exception> T call(TenantTask<T, X> task) throws X;

    /**
     * Binds this thread to the tenant until the scope is closed.
     *
     * @return to be closed on this thread, innermost first
     * @throws NoTenantException when the tenant is unknown, suspended or closed by now, or another one is bound
     */
    TenantScope open();
}
