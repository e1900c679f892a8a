/** Where tenants are known: {@link dev.inlay.spi.tenant.TenantDirectory}. */
@NullMarked
package dev.inlay.spi.tenant;

import org.jspecify.annotations.NullMarked;
