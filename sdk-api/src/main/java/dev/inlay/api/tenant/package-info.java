/**
 * Who a piece of work belongs to. Work is bound to a tenant by {@link dev.inlay.api.tenant.Tenants#run}; whatever needs
 * a tenant and finds none bound fails closed.
 */
@NullMarked
package dev.inlay.api.tenant;

import org.jspecify.annotations.NullMarked;
