package dev.inlay.provider.feign.internal;

import dev.inlay.spi.event.OutboundEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of an event in the order of CloudEvents 1.0. What does not fit its type Integer (32 bits) is a String.
 */
public final class CloudEventAttributes {

    private CloudEventAttributes() {}

    /**
     * Lists them.
     *
     * @param event the event
     * @return strings and integers
     */
    public static Map<String, Object> of(OutboundEvent event) {
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

    /**
     * Lists them without the place in the stream, for a receiver that does not get the whole of it.
     *
     * @param event the event
     * @return strings and integers
     */
    public static Map<String, Object> withoutNumbers(OutboundEvent event) {
        Map<String, Object> attributes = of(event);
        attributes.remove("generation");
        attributes.remove("seq");
        return attributes;
    }
}
