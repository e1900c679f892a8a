package dev.inlay.core.internal.structured;

/**
 * Text for people, of any characters (RFC 9651 §3.3.8).
 *
 * @param text no lone surrogates
 */
public record DisplayString(String text) {}
