package dev.inlay.provider.feign;

import dev.inlay.provider.feign.internal.CloudEventAttributes;
import dev.inlay.provider.feign.internal.CloudEventJson;
import dev.inlay.provider.feign.internal.FieldValue;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import feign.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes an event as a signed request (Standard Webhooks 1.0). */
final class WebhookRequest {

    private WebhookRequest() {}

    /** The id is that of the event on every attempt, the timestamp is that of the attempt. */
    static Request of(OutboundEvent event, WebhookEndpoint endpoint, WebhookFormat format, Instant now)
            throws UnsendableException {
        String id = FieldValue.raw(event.eventId())
                .orElseThrow(() -> new UnsendableException(
                        DeliveryOutcome.refused("the event id has characters that are not visible ASCII")));
        byte[] body = body(event, endpoint, format);
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.US_ASCII);
        String signatures = endpoint.secrets().stream()
                .map(secret -> secret.sign(head, body))
                .collect(Collectors.joining(" "));

        Map<String, Collection<String>> headers = new LinkedHashMap<>();
        headers.put(
                "Content-Type",
                List.of(format == WebhookFormat.STANDARD ? "application/json" : CloudEventJson.CONTENT_TYPE));
        headers.put("webhook-id", List.of(id));
        headers.put("webhook-timestamp", List.of(timestamp));
        headers.put("webhook-signature", List.of(signatures));
        headers.put("Accept-Encoding", List.of("identity"));
        return Request.create(
                Request.HttpMethod.POST, endpoint.url().toASCIIString(), headers, Request.Body.create(body), null);
    }

    private static byte[] body(OutboundEvent event, WebhookEndpoint endpoint, WebhookFormat format)
            throws UnsendableException {
        if (format == WebhookFormat.CLOUD_EVENTS) {
            Map<String, Object> attributes =
                    endpoint.isNumbered() ? CloudEventAttributes.of(event) : CloudEventAttributes.withoutNumbers(event);
            return CloudEventJson.write(attributes, event.payload());
        }
        if (!CloudEventJson.isJson(event.payload().contentType())) {
            throw new UnsendableException(DeliveryOutcome.refused(
                    "the payload is not JSON, which webhooks carry; choose WebhookFormat.CLOUD_EVENTS"));
        }
        return CloudEventJson.envelope(event.type(), event.at(), event.payload());
    }
}
