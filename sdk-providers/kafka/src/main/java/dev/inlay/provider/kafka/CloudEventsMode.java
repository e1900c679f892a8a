package dev.inlay.provider.kafka;

/**
 * How an event is laid into a Kafka record (CloudEvents 1.0, Kafka protocol binding §3). In both modes the attributes
 * stand in {@code ce_} headers, so that a consumer can route without reading the value.
 *
 * @since 0.1
 */
public enum CloudEventsMode {
    /** The payload is the value, byte for byte, with its media type in {@code content-type} (§3.2). */
    BINARY,
    /**
     * The value is one {@code application/cloudevents+json} document of attributes and payload (§3.3): a payload of a
     * JSON media type stands in {@code data} as it is, and must therefore be well-formed JSON in UTF-8; any other
     * stands in {@code data_base64}.
     */
    STRUCTURED
}
