package dev.inlay.provider.feign;

/**
 * What a webhook's body looks like. Headers and signature are the same in all formats.
 *
 * @since 0.1
 */
public enum WebhookFormat {
    /**
     * As Standard Webhooks recommends: {@code {"type":…,"timestamp":…,"data":…}} as {@code application/json}, with the
     * time of publishing. The payload is of a JSON media type, well-formed and in UTF-8; another is refused. An empty
     * one is {@code null}.
     */
    STANDARD,
    /**
     * A document of CloudEvents 1.0 (JSON event format), which takes any payload. It carries the key of the stream, and
     * the place in it unless the endpoint is {@linkplain WebhookEndpoint.Builder#numbered not numbered} or takes
     * {@linkplain WebhookEndpoint.Builder#types some types} only.
     */
    CLOUD_EVENTS
}
