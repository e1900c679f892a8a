package dev.inlay.api.tenant;

import org.jspecify.annotations.Nullable;

/**
 * The tenant that was bound when it was captured, to be bound again wherever the work goes on. What all carriers are
 * made of: executors, stages of a CompletableFuture, reactive contexts. A carrier for something else is written with it
 * in a few lines. Immutable; may be used any number of times, on any thread.
 *
 * @since 0.1
 */
public interface CarriedTenant {

    /**
     * Whose work it is.
     *
     * @return the tenant's id
     */
    TenantId tenant();

    /**
     * Binds this thread, also in place of another tenant that is bound here, as when a stage runs on the thread that
     * completes it; that one comes back when the scope is closed. Inside, the origin is {@link Origin#CARRIED}, or
     * {@link Origin#BREAK_GLASS} where that was captured: a grant is carried with its limits.
     *
     * @return to be closed on this thread, innermost first
     * @throws NoTenantException when the tenant is suspended, closed or gone by now
     * @throws dev.inlay.api.error.InlayException when the grant that was captured has ended
     */
    TenantScope open();

    /**
     * Runs work under the tenant, in place of whatever is bound here, which comes back behind it even where the work
     * left a scope open. What carriers use wherever they can wrap the work.
     *
     * @param action the work
     * @param <X> what the work throws
     * @throws X what the work throws
     * @throws NoTenantException when the tenant is suspended, closed or gone by now
     * @throws dev.inlay.api.error.InlayException when the grant that was captured has ended, or with code
     *     {@code tenant.scope.misuse} when the work left a scope open
     */
    <X extends Exception> void run(TenantAction<X> action) throws X;

    /**
     * Runs work that returns a result under the tenant, as {@link #run} does.
     *
     * @param task the work
     * @param <T> what the work returns
     * @param <X> what the work throws
     * @return what the work returned
     * @throws X what the work throws
     * @throws NoTenantException when the tenant is suspended, closed or gone by now
     * @throws dev.inlay.api.error.InlayException when the grant that was captured has ended, or with code
     *     {@code tenant.scope.misuse} when the work left a scope open
     */
    <T extends @Nullable Object, X extends Exception> T call(TenantTask<T, X> task) throws X;
}
