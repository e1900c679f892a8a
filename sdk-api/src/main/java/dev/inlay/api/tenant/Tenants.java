package dev.inlay.api.tenant;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
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
     * Takes hold of the tenant that is bound now, if any; for carriers that carry work without a tenant, too. Throws
     * nothing: where a grant has ended, {@link CarriedTenant#open()} says so.
     *
     * @return empty when nothing is bound, or when platform work is
     */
    Optional<CarriedTenant> captureIfBound();

    /**
     * Takes whatever is bound off this thread until the scope is closed; for carriers that bring work of no tenant onto
     * a thread that may be bound. Inside, {@link #current()} throws and a tenant may be bound.
     *
     * @param why why nothing is bound, for the message of whoever looks for a tenant inside; not empty
     * @return to be closed on this thread, innermost first
     * @throws dev.inlay.api.error.InvalidValueException for {@code why}
     */
    TenantScope unbind(String why);

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
    @SuppressWarnings("overloads") // of the thread factory; a lambda needs its type named
    Executor wrap(Executor executor);

    /**
     * Wraps an executor service so that each task runs under the tenant that was bound when it was submitted. Its life
     * stays the host's: shutdown goes through to the wrapped one.
     *
     * @param executor the host's own
     * @return hands tasks on; a submit without a tenant throws {@link NoTenantException}
     */
    ExecutorService wrap(ExecutorService executor);

    /**
     * Wraps a scheduler so that each task runs under the tenant that was bound when it was scheduled, periodic ones
     * each time. A periodic task ends, as with any exception, at the first run that finds its tenant suspended, closed
     * or gone. Its life stays the host's: shutdown goes through to the wrapped one.
     *
     * @param scheduler the host's own
     * @return hands tasks on; a task without a tenant throws {@link NoTenantException}
     */
    ScheduledExecutorService wrap(ScheduledExecutorService scheduler);

    /**
     * Wraps a thread factory so that each thread runs, from its start to its end, under the tenant that was bound when
     * it was made. For threads that do one piece of work, such as virtual ones; never for a pool, whose threads would
     * keep the tenant of the submit that happened to need one more: wrap the pool itself.
     *
     * @param factory the host's own
     * @return makes threads; without a tenant it throws {@link NoTenantException}
     */
    @SuppressWarnings("overloads") // of the executor; a lambda needs its type named
    ThreadFactory wrap(ThreadFactory factory);

    /**
     * A future that carries tenants, completed by whoever likes. The function of every stage attached to it, and to
     * those, runs under the tenant of the thread that <em>attached</em> it, wherever the future is completed, and gives
     * the completing thread its own binding back. Attaching a function where nothing is bound throws
     * {@link NoTenantException}; asking, waiting and completing need no tenant. A stage whose tenant is suspended,
     * closed or gone when its turn comes, or whose grant has ended, is completed with that exception and its function
     * does not run.
     *
     * <p>{@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf} answer with plain futures: wrap them.
     *
     * @param <T> what it is completed with
     * @return not completed
     */
    <T extends @Nullable Object> CompletableFuture<T> newFuture();

    /**
     * A future that is completed as a stage is, and carries tenants as {@link #newFuture()} says. Completing or
     * cancelling it does nothing to the stage.
     *
     * @param stage any stage, such as a CompletableFuture
     * @param <T> what it is completed with
     * @return completed after the stage
     */
    <T extends @Nullable Object> CompletableFuture<T> wrap(CompletionStage<T> stage);

    /**
     * Runs work on an executor under the tenant that is bound now; the future carries tenants as {@link #newFuture()}
     * says.
     *
     * @param supplier the work
     * @param executor where it runs, the host's own, wrapped or not
     * @param <T> what it returns
     * @return completed with what the work returns or throws
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     */
    <T extends @Nullable Object> CompletableFuture<T> supplyAsync(Supplier<T> supplier, Executor executor);

    /**
     * Runs work on an executor under the tenant that is bound now; the future carries tenants as {@link #newFuture()}
     * says.
     *
     * @param runnable the work
     * @param executor where it runs, the host's own, wrapped or not
     * @return completed when the work has ended
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     */
    CompletableFuture<@Nullable Void> runAsync(Runnable runnable, Executor executor);
}
