package dev.inlay.provider.feign;

import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.provider.feign.internal.CloudEventAttributes;
import dev.inlay.provider.feign.internal.CloudEventJson;
import dev.inlay.provider.feign.internal.FieldValue;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.tenant.TenantSealer;
import feign.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as a request: CloudEvents 1.0 in either mode, with an Idempotency-Key.
 *
 * <p>The request is built directly and not through a declared Feign interface: Feign reads header values as templates,
 * and a stream key may hold braces.
 */
final class CloudEventRequest {

    private final String address;
    private final CloudEventsMode mode;
    private final IdempotencyKeyStyle keyStyle;
    private final @Nullable TenantSealer sealer;

    CloudEventRequest(URI address, CloudEventsMode mode, IdempotencyKeyStyle keyStyle, @Nullable TenantSealer sealer) {
        this.address = address.toASCIIString();
        this.mode = mode;
        this.keyStyle = keyStyle;
        this.sealer = sealer;
    }

    Request of(OutboundEvent event, Map<String, String> own) throws UnsendableException {
        Map<String, Collection<String>> headers = new LinkedHashMap<>();
        own.forEach((name, value) -> headers.put(name, List.of(value)));
        headers.put("Idempotency-Key", List.of(idempotencyKey(event.eventId())));
        headers.put("Accept-Encoding", List.of("identity"));
        byte[] body;
        if (mode == CloudEventsMode.STRUCTURED) {
            headers.put("Content-Type", List.of(CloudEventJson.CONTENT_TYPE));
            body = CloudEventJson.write(CloudEventAttributes.of(event), event.payload());
        } else {
            headers.put("Content-Type", List.of(contentType(event)));
            CloudEventAttributes.of(event)
                    .forEach((name, value) -> headers.put("ce-" + name, List.of(percent(value.toString()))));
            body = event.payload().bytes();
        }
        if (sealer != null) {
            MessageBinding message = MessageBinding.of(event.type(), event.eventId(), body);
            headers.put(TenantPropagation.SEAL_HEADER, List.of(sealer.seal(event.tenant(), message)));
        }
        return Request.create(Request.HttpMethod.POST, address, headers, Request.Body.create(body), null);
    }

    private String idempotencyKey(String eventId) throws UnsendableException {
        return FieldValue.raw(eventId)
                .flatMap(id -> keyStyle == IdempotencyKeyStyle.RAW ? Optional.of(id) : FieldValue.quoted(id))
                .orElseThrow(() -> new UnsendableException(
                        DeliveryOutcome.refused("the event id has characters that are not visible ASCII")));
    }

    private static String contentType(OutboundEvent event) throws UnsendableException {
        String type = event.payload().contentType();
        if (type.isBlank() || !FieldValue.isAllowed(type)) {
            throw new UnsendableException(
                    DeliveryOutcome.refused("the payload's media type has characters that HTTP does not allow"));
        }
        return type;
    }

    /**
     * Writes a value into a header (CloudEvents 1.0, HTTP binding §3.1.3.2): space, quote, percent and everything
     * outside visible ASCII as percent-encoded UTF-8.
     */
    private static String percent(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 127 && b != '"' && b != '%') {
                text.append((char) b);
            } else {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return text.toString();
    }
}
