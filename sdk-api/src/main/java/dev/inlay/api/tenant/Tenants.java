package dev.inlay.api.tenant;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Binds work to its tenant and tells which tenant is bound.
 *
 * <p>A binding belongs to a thread. It fails closed: {@link #current()} throws when nothing is bound, and binding a
 * second tenant inside a first is refused (binding the same one again is fine). Work handed to another thread carries
 * its tenant only when it was wrapped ({@link #wrap(Executor)} and its like).
 *
 * <p>A change in the directory, such as a suspension, is in force on every node within the time that the installed
 * directory states (1 s by default), for every binding that begins and for carried work that starts; work that runs is
 * not interrupted. While the directory does not answer, tenants that this node has seen are bound as they were last
 * known, {@link #directory()} says so, and others are refused with the retryable code
 * {@code tenant.directory.unavailable}.
 *
 * <p>Thread-safe. Nothing here blocks, except that the first use of a tenant may read the directory.
 *
 * @since 0.1
 */
public interface Tenants {

    /**
     * The tenant that this thread is bound to. Allocates nothing and takes no lock.
     *
     * @return the context
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     */
    TenantContext current();

    /**
     * The tenant that this thread is bound to, if any.
     *
     * @return empty when nothing is bound, or when platform work is
     */
    Optional<TenantContext> currentIfBound();

    /**
     * Looks a tenant up without binding it. Answers for suspended and closed tenants too.
     *
     * @param id the tenant
     * @return empty when the directory does not know it
     * @throws dev.inlay.api.error.InlayException retryable, with code {@code tenant.directory.unavailable}, when the
     *     directory does not answer and this node has not seen the tenant yet
     */
    Optional<TenantContext> find(TenantId id);

    /**
     * How far this node can trust what it knows of the tenants. Neither blocks nor asks the directory's source.
     *
     * @return stale while the directory does not answer; the tenants seen before are served as they were last known
     */
    DirectoryState directory();

    /**
     * Runs work that belongs to a tenant.
     *
     * @param id the tenant, verified by the host
     * @param action the work
     * @param <X> what the work throws
     * @throws X what the work throws
     * @throws NoTenantException when the tenant is unknown, suspended or closed, or another one is bound
     */
    <X extends Exception> void run(TenantId id, TenantAction<X> action) throws X;

    /**
     * Runs work that belongs to a tenant and returns its result.
     *
     * @param id the tenant, verified by the host
     * @param task the work
     * @param <T> what the work returns
     * @param <X> what the work throws
     * @return what the work returned
     * @throws X what the work throws
     * @throws NoTenantException when the tenant is unknown, suspended or closed, or another one is bound
     */
    <T extends @Nullable Object, X extends Exception> T call(TenantId id, TenantTask<T, X> task) throws X;

    /**
     * Binds this thread to a tenant until the scope is closed.
     *
     * @param id the tenant, verified by the host
     * @return to be closed on this thread, innermost first
     * @throws NoTenantException when the tenant is unknown, suspended or closed, or another one is bound
     */
    TenantScope open(TenantId id);

    /**
     * Runs work that belongs to the platform and to no tenant, such as a nightly clean-up. Inside, {@link #current()}
     * throws and tenants may be bound one after the other.
     *
     * @param reason why, for logs; not empty
     * @param action the work
     * @param <X> what the work throws
     * @throws X what the work throws
     * @throws NoTenantException with code {@code tenant.rebind} when a tenant is bound
     */
    <X extends Exception> void runAsPlatform(String reason, TenantAction<X> action) throws X;

    /**
     * Takes hold of the tenant that is bound now, to bind it again where the work goes on.
     *
     * @return the tenant, with the limits of the grant under which it is bound, if any
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     */
    CarriedTenant capture();

    /**
     * Ties a piece of work to the tenant that is bound now, wherever it runs later.
     *
     * @param runnable the work
     * @return runs it under today's tenant
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     */
    Runnable wrap(Runnable runnable);

    /**
     * Ties a piece of work to the tenant that is bound now, wherever it runs later.
     *
     * @param callable the work
     * @param <T> what it returns
     * @return runs it under today's tenant
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     */
    <T extends @Nullable Object> Callable<T> wrap(Callable<T> callable);

    /**
     * Wraps an executor so that each task runs under the tenant that was bound when it was submitted.
     *
     * @param executor the host's own
     * @return hands tasks on; a submit without a tenant throws {@link NoTenantException}
     */
    Executor wrap(Executor executor);

    /**
     * Wraps an executor service so that each task runs under the tenant that was bound when it was submitted. Its life
     * stays the host's: shutdown goes through to the wrapped one.
     *
     * @param executor the host's own
     * @return hands tasks on; a submit without a tenant throws {@link NoTenantException}
     */
    ExecutorService wrap(ExecutorService executor);
}
