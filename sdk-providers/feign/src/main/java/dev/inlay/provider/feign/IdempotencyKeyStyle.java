package dev.inlay.provider.feign;

/**
 * How the event id is written in the {@code Idempotency-Key} header.
 *
 * @since 0.1
 */
public enum IdempotencyKeyStyle {
    /** As a structured field string (RFC 9651 §3.3.3): {@code "8e03978e"}, in quotes. */
    QUOTED,
    /** As it is: {@code 8e03978e}. Many receivers that are older than the standard want this. */
    RAW
}
