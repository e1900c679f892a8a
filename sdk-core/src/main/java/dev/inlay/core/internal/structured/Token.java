package dev.inlay.core.internal.structured;

/**
 * A word without quotes (RFC 9651 §3.3.4).
 *
 * @param text begins with a letter or {@code *}
 */
public record Token(String text) {}
