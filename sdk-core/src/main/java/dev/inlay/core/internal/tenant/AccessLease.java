package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantContext;

/**
 * Access to a tenant that can end while it is used. It is bound in place of the tenant's context, so that every
 * question for the tenant asks it first, and ordinary bindings pay nothing for it. Thread-safe.
 */
public interface AccessLease {

    /**
     * The tenant, as long as the access lasts. Neither blocks nor allocates.
     *
     * @return of origin {@link dev.inlay.api.tenant.Origin#BREAK_GLASS}
     * @throws dev.inlay.api.error.InlayException when the access has ended
     */
    TenantContext require();

    /**
     * The tenant, whether or not the access has ended; for messages and for what is restored.
     *
     * @return the same as long as the lease exists
     */
    TenantContext tenant();

    /**
     * Whether nothing may be written.
     *
     * @return fixed
     */
    boolean readOnly();
}
