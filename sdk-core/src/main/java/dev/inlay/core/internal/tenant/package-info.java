/**
 * Binds work to its tenant. {@code TenantEngine} answers for {@link dev.inlay.api.tenant.Tenants},
 * {@code TenantDataSource} keeps a connection with the tenant that it was opened for, and {@code TenantDocuments} reads
 * who the tenants are.
 */
@NullMarked
package dev.inlay.core.internal.tenant;

import org.jspecify.annotations.NullMarked;
