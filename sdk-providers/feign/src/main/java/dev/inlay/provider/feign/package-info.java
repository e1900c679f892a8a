/**
 * Events over HTTP. {@link dev.inlay.provider.feign.FeignTransport} is the door; behind it {@code HttpDelivery} makes
 * one attempt, {@code CloudEventRequest} writes what goes out, and {@code Answer} decides what came back. For the
 * host's own Feign clients there is {@link dev.inlay.provider.feign.TenantRequestInterceptor}.
 */
@NullMarked
package dev.inlay.provider.feign;

import org.jspecify.annotations.NullMarked;
