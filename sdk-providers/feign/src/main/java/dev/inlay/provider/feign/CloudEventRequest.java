package dev.inlay.provider.feign;

import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.TenantPropagation;
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
            body = CloudEventJson.write(attributes(event), event.payload());
        } else {
            headers.put("Content-Type", List.of(contentType(event)));
            attributes(event).forEach((name, value) -> headers.put("ce-" + name, List.of(percent(value.toString()))));
            body = event.payload().bytes();
        }
        if (sealer != null) {
            MessageBinding message = MessageBinding.of(event.type(), event.eventId(), body);
            headers.put(TenantPropagation.SEAL_HEADER, List.of(sealer.seal(event.tenant(), message)));
        }
        return Request.create(Request.HttpMethod.POST, address, headers, Request.Body.create(body), null);
    }

    /**
     * The attributes in the order of the specification. What does not fit the type Integer of CloudEvents (32 bits) is
     * a String.
     */
    private static Map<String, Object> attributes(OutboundEvent event) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", event.eventId());
        attributes.put("source", "/inlay/tenants/" + event.tenant()); // an id has no character that a URI would escape
        attributes.put("type", event.type());
        attributes.put("time", event.at().toString());
        attributes.put("tenant", event.tenant().toString());
        event.key().ifPresent(key -> {
            attributes.put("streamkey", key);
            attributes.put("generation", Long.toString(event.generation()));
            attributes.put("seq", Long.toString(event.seq()));
        });
        attributes.put("epoch", Long.toString(event.epoch()));
        attributes.put("attempt", event.attempt());
        attributes.put("dataversion", event.version());
        return attributes;
    }

    private String idempotencyKey(String eventId) throws UnsendableException {
        if (eventId.isEmpty() || !eventId.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UnsendableException(
                    DeliveryOutcome.refused("the event id has characters that are not visible ASCII"));
        }
        return keyStyle == IdempotencyKeyStyle.RAW
                ? eventId
                : '"' + eventId.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String contentType(OutboundEvent event) throws UnsendableException {
        String type = event.payload().contentType();
        if (type.isBlank() || !isFieldValue(type)) {
            throw new UnsendableException(
                    DeliveryOutcome.refused("the payload's media type has characters that HTTP does not allow"));
        }
        return type;
    }

    /** Whether a value may stand in a header as it is: visible ASCII, spaces and tabs between (RFC 9110 §5.5). */
    static boolean isFieldValue(String value) {
        return value.strip().equals(value) && value.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\t');
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
