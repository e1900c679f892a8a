package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantContext;

/**
 * What a transaction may do.
 *
 * @param tenant whose it is; its profile names the placement
 * @param readOnly whether the database must refuse every write
 * @since 0.1
 */
public record TransactionTerms(TenantContext tenant, boolean readOnly) {}
