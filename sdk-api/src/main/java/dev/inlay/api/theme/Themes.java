package dev.inlay.api.theme;

import dev.inlay.api.tenant.TenantId;

/**
 * Resolved themes. Thread-safe; from memory after a tenant's first use.
 *
 * @since 0.1
 */
public interface Themes {

    /**
     * The theme of the bound tenant.
     *
     * @return the theme; one without tokens where no layer exists
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    Theme current();

    /**
     * The theme of a tenant, for example on a sign-in page.
     *
     * @param tenant the tenant; need not be bound
     * @return the theme
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.unknown}
     */
    Theme of(TenantId tenant);
}
