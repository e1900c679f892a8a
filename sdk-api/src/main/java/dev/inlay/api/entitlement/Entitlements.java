package dev.inlay.api.entitlement;

/**
 * What the bound tenant may do. Thread-safe.
 *
 * <p>A flag is answered from memory: no lock, no allocation, no I/O. A limit reads what was used from the usage ledger
 * and blocks for it; the check and a later {@code record} are two steps, so concurrent work may go over a limit by what
 * is in flight.
 *
 * <p>Every method may also throw an {@link dev.inlay.api.error.InlayException}: with code
 * {@code entitlement.unavailable} (retryable) when the tenant is asked for the first time and a source of grants fails,
 * or, for a limit, what the usage ledger throws. Once a tenant's grants are known, a source that fails is not noticed:
 * what it said last goes on, to the end of its contracts.
 *
 * @since 0.1
 */
public interface Entitlements {

    /**
     * Asks whether the bound tenant has a feature; for a limit, whether one more fits.
     *
     * @param feature what is asked
     * @return the decision, never {@code null}; a feature that no document mentions is refused
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    Decision check(Feature feature);

    /**
     * Asks whether so many more fit under a limit: {@code used + requested <= limit}.
     *
     * @param feature a limit
     * @param requested how many, at least 1
     * @return the decision
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InvalidValueException for {@code feature} when it is a flag, for {@code requested}
     *     when it is less than 1
     */
    Decision check(Feature feature, long requested);

    /**
     * As {@link #check(Feature)}, but a refusal is thrown.
     *
     * @param feature what is needed
     * @return the decision that allowed it
     * @throws NotEntitledException with the whole decision
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    Decision require(Feature feature);

    /**
     * As {@link #check(Feature, long)}, but a refusal is thrown.
     *
     * @param feature a limit
     * @param requested how many, at least 1
     * @return the decision that allowed it
     * @throws NotEntitledException with the whole decision
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InvalidValueException as {@link #check(Feature, long)}
     */
    Decision require(Feature feature, long requested);

    /**
     * The decision with everything that led to it. Allocates; meant for people, not for hot paths.
     *
     * @param feature what is asked
     * @return the explanation
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    Explanation explain(Feature feature);
}
