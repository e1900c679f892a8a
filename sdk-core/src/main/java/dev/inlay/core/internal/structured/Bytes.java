package dev.inlay.core.internal.structured;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A byte sequence (RFC 9651 §3.3.5). Equal when the bytes are equal, compared without regard to secrets. */
public final class Bytes {

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Creates a sequence.
     *
     * @param bytes not copied
     * @return the sequence
     */
    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /**
     * The bytes.
     *
     * @return not a copy
     */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
