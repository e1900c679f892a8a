package dev.inlay.provider.feign.internal;

import java.util.Optional;

/** What may stand in a header. */
public final class FieldValue {

    private FieldValue() {}

    /**
     * Whether a value may stand in a header as it is: visible ASCII, spaces and tabs between (RFC 9110 §5.5).
     *
     * @param value the value
     * @return {@code false} for anything that would have to be escaped
     */
    public static boolean isAllowed(String value) {
        return value.strip().equals(value) && value.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\t');
    }

    /**
     * Writes a structured field string (RFC 9651 §4.1.6).
     *
     * @param text any text
     * @return in quotes; empty when a character is neither visible ASCII nor a space
     */
    public static Optional<String> quoted(String text) {
        boolean serialisable = text.chars().allMatch(c -> c >= ' ' && c < 127);
        return serialisable
                ? Optional.of('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                : Optional.empty();
    }

    /**
     * Takes a value as it is.
     *
     * @param text any text
     * @return the same; empty when it is, or when a character is not visible ASCII
     */
    public static Optional<String> raw(String text) {
        return text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127) ? Optional.empty() : Optional.of(text);
    }
}
