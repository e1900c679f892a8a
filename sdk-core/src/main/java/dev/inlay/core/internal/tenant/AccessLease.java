package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantContext;
import java.sql.Connection;

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
     * Asks again where the access is kept, at the beginning of each transaction.
     *
     * @param tx the transaction, prepared for the tenant
     * @throws dev.inlay.api.error.InlayException when the access has ended, or cannot be asked for
     */
    void recheck(Connection tx);

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
