package dev.inlay.provider.feign;

/**
 * How an event is laid into an HTTP request (CloudEvents 1.0, HTTP protocol binding §3).
 *
 * @since 0.1
 */
public enum CloudEventsMode {
    /** Attributes in {@code ce-} headers, the payload as the body, byte for byte with its own media type (§3.1). */
    BINARY,
    /**
     * Attributes and payload in one {@code application/cloudevents+json} document (§3.2): a payload of a JSON media
     * type stands in {@code data} as it is, and must therefore be well-formed JSON in UTF-8; any other stands in
     * {@code data_base64}.
     */
    STRUCTURED
}
