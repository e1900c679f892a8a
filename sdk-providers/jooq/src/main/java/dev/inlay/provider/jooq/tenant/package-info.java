/**
 * For hosts that query their own tables with jOOQ: {@link dev.inlay.provider.jooq.tenant.TenantScope} writes the
 * condition that keeps a statement to the bound tenant, and {@link dev.inlay.provider.jooq.tenant.TenantChecker}
 * refuses statements that lack it. The boundary is the database's, {@link dev.inlay.provider.jooq.RowLevelSecurity};
 * this finds mistakes early, and on databases that have no such thing.
 */
@NullMarked
package dev.inlay.provider.jooq.tenant;

import org.jspecify.annotations.NullMarked;
