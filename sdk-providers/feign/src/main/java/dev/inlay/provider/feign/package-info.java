/**
 * Events over HTTP. {@link dev.inlay.provider.feign.FeignTransport} is the door; behind it {@code HttpDelivery} makes
 * one attempt, {@code CloudEventRequest} writes what goes out, and {@code Answer} decides what came back.
 */
@NullMarked
package dev.inlay.provider.feign;

import org.jspecify.annotations.NullMarked;
