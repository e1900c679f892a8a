package dev.inlay.spi.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an event with their media type, frozen when the event was published. The array is not copied and must
 * not be changed. Equal when type and bytes are equal.
 *
 * @since 0.1
 */
public final class Payload {

    private final String contentType;
    private final byte[] bytes;

    private Payload(String contentType, byte[] bytes) {
        this.contentType = Objects.requireNonNull(contentType, "contentType");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * Creates a payload.
     *
     * @param contentType the media type, for example {@code application/json}
     * @param bytes not copied
     * @return the payload
     */
    public static Payload of(String contentType, byte[] bytes) {
        return new Payload(contentType, bytes);
    }

    /**
     * The media type.
     *
     * @return for example {@code application/json}
     */
    public String contentType() {
        return contentType;
    }

    /**
     * The bytes.
     *
     * @return not a copy; must not be changed
     */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload that
                && contentType.equals(that.contentType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of " + contentType;
    }
}
