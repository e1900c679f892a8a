/**
 * Where tenants are known ({@link dev.inlay.spi.tenant.TenantDirectory}), the keys that vouch for them between services
 * ({@link dev.inlay.spi.tenant.KeySource}), and who is told when that fails
 * ({@link dev.inlay.spi.tenant.SecurityListener}).
 */
@NullMarked
package dev.inlay.spi.tenant;

import org.jspecify.annotations.NullMarked;
