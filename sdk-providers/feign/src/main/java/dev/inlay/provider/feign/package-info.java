/**
 * Events over HTTP. {@link dev.inlay.provider.feign.FeignTransport} is the door for a receiver that the operator chose;
 * behind it {@code HttpDelivery} makes one attempt and {@code CloudEventRequest} writes what goes out.
 * {@link dev.inlay.provider.feign.Webhooks} is the door for receivers that tenants chose. For the host's own Feign
 * clients there is {@link dev.inlay.provider.feign.TenantRequestInterceptor}.
 */
@NullMarked
package dev.inlay.provider.feign;

import org.jspecify.annotations.NullMarked;
