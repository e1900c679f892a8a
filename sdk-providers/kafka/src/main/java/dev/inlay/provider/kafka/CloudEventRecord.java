package dev.inlay.provider.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.spi.event.OutboundEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as a record: CloudEvents 1.0 in either mode. The record's own time is left to the producer, so that
 * what was parked for long is not at once too old for the topic's retention.
 */
final class CloudEventRecord {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final Function<OutboundEvent, String> topic;
    private final Function<OutboundEvent, byte[]> key;
    private final CloudEventsMode mode;

    CloudEventRecord(Function<OutboundEvent, String> topic, Function<OutboundEvent, byte[]> key, CloudEventsMode mode) {
        this.topic = topic;
        this.key = key;
        this.mode = mode;
    }

    /** Tenant and stream: no two tenants share a key, since an id of a tenant has no slash. */
    static byte[] tenantAndStream(OutboundEvent event) {
        return (event.tenant() + "/" + event.key().orElse("")).getBytes(UTF_8);
    }

    /** Whether Kafka allows a topic of this name. */
    static boolean isTopic(@Nullable String name) {
        return name != null && TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    ProducerRecord<byte[], byte[]> of(OutboundEvent event) throws UnsendableException {
        Map<String, Object> attributes = attributes(event);
        boolean structured = mode == CloudEventsMode.STRUCTURED;
        byte[] value = structured
                ? CloudEventJson.write(attributes, event.payload())
                : event.payload().bytes();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic(event), null, event.key().isPresent() ? key(event) : null, value);
        Headers headers = record.headers();
        headers.add(
                "content-type",
                (structured ? CloudEventJson.CONTENT_TYPE : event.payload().contentType()).getBytes(UTF_8));
        attributes.forEach((name, attribute) ->
                headers.add("ce_" + name, attribute.toString().getBytes(UTF_8)));
        return record;
    }

    private String topic(OutboundEvent event) throws UnsendableException {
        String name;
        try {
            name = topic.apply(event);
        } catch (RuntimeException e) {
            throw new UnsendableException(
                    "no topic for type " + event.type() + " (" + e.getClass().getSimpleName() + ")");
        }
        if (!isTopic(name)) {
            throw new UnsendableException("Kafka allows no topic of the name that was chosen for type " + event.type());
        }
        return name;
    }

    private byte[] key(OutboundEvent event) throws UnsendableException {
        try {
            return key.apply(event);
        } catch (RuntimeException e) {
            throw new UnsendableException("no record key for a stream of type " + event.type() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
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
        event.key().ifPresent(stream -> {
            attributes.put("streamkey", stream);
            attributes.put("generation", Long.toString(event.generation()));
            attributes.put("seq", Long.toString(event.seq()));
        });
        attributes.put("epoch", Long.toString(event.epoch()));
        attributes.put("attempt", event.attempt());
        attributes.put("dataversion", event.version());
        return attributes;
    }
}
