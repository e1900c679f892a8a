/**
 * Keeps a receiver in trouble from being hammered, and one tenant from using up what all share.
 * {@link dev.inlay.provider.resilience4j.Resilience} is the door; {@code GuardedTransport} stands around a transport,
 * {@code TargetBreaker} watches its receiver, and {@code TenantAllowances} counts what each tenant takes. Apart from
 * that, {@link dev.inlay.provider.resilience4j.TenantContextPropagator} carries tenants through the host's own pools.
 */
@NullMarked
package dev.inlay.provider.resilience4j;

import org.jspecify.annotations.NullMarked;
