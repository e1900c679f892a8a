package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to an event that came in, kept so that a repetition gets the same answer. Immutable; equal when
 * media type and bytes are equal.
 *
 * @since 0.1
 */
public final class Response {

    private static final int MOST_BYTES = 1_048_576;
    private static final int LONGEST_TYPE = 200;
    private static final Response NONE = new Response("", new byte[0]);

    private final String contentType;
    private final byte[] bytes;

    private Response(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /**
     * No answer but that the event was received.
     *
     * @return the same object each time
     */
    public static Response none() {
        return NONE;
    }

    /**
     * An answer.
     *
     * @param contentType the media type, 1 to 200 visible ASCII characters and spaces
     * @param bytes at most 1 MiB; copied
     * @return the response
     * @throws InvalidValueException for {@code response.contentType} or {@code response.bytes}
     */
    public static Response of(String contentType, byte[] bytes) {
        if (contentType.isBlank()
                || contentType.length() > LONGEST_TYPE
                || !contentType.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new InvalidValueException(
                    "response.contentType", "must have 1 to " + LONGEST_TYPE + " visible ASCII characters");
        }
        if (bytes.length > MOST_BYTES) {
            throw new InvalidValueException(
                    "response.bytes", "must have at most 1 MiB, has " + bytes.length + " bytes");
        }
        return new Response(contentType, bytes.clone());
    }

    /**
     * An answer in JSON.
     *
     * @param text not parsed; at most 1 MiB in UTF-8
     * @return the response, of media type {@code application/json}
     * @throws InvalidValueException for {@code response.bytes}
     */
    public static Response json(String text) {
        return of("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether there is no answer but that the event was received.
     *
     * @return {@code true} for {@link #none()} only
     */
    public boolean isNone() {
        return contentType.isEmpty();
    }

    /**
     * The media type.
     *
     * @return empty for {@link #none()}
     */
    public String contentType() {
        return contentType;
    }

    /**
     * The bytes.
     *
     * @return a copy; empty for {@link #none()}
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The bytes as text.
     *
     * @return read as UTF-8
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Response that
                && contentType.equals(that.contentType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(contentType, Arrays.hashCode(bytes));
    }

    /** Never shows the bytes. */
    @Override
    public String toString() {
        return isNone() ? "no response" : bytes.length + " bytes of " + contentType;
    }
}
