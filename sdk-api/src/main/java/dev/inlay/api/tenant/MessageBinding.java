package dev.inlay.api.tenant;

import dev.inlay.api.error.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a seal is bound to: the topic and the id of a message, and the SHA-256 hash of its bytes. Sender and receiver
 * make it from what each of them has before it, and the seal holds only where the two agree. Immutable.
 *
 * @since 0.1
 */
public final class MessageBinding {

    /** The longest topic and the longest id, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    private final String topic;
    private final String id;
    private final byte[] payloadHash;

    private MessageBinding(String topic, String id, byte[] payloadHash) {
        this.topic = topic;
        this.id = id;
        this.payloadHash = payloadHash;
    }

    /**
     * Creates a binding; hashes the payload.
     *
     * @param topic where the message goes, or what it is about: 1 to {@value #MAX_BYTES} bytes
     * @param id the message's own id: 1 to {@value #MAX_BYTES} bytes
     * @param payload the bytes as they are sent; neither copied nor kept
     * @return the binding
     * @throws InvalidValueException for {@code message.topic} or {@code message.id}
     */
    public static MessageBinding of(String topic, String id, byte[] payload) {
        requireLength("message.topic", topic);
        requireLength("message.id", id);
        return new MessageBinding(topic, id, sha256(payload));
    }

    private static void requireLength(String field, String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_BYTES) {
            throw new InvalidValueException(field, "must have 1 to " + MAX_BYTES + " bytes, has " + length);
        }
    }

    private static byte[] sha256(byte[] payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Where the message goes, or what it is about.
     *
     * @return not empty
     */
    public String topic() {
        return topic;
    }

    /**
     * The message's own id.
     *
     * @return not empty
     */
    public String id() {
        return id;
    }

    /**
     * The hash of the payload.
     *
     * @return 32 bytes, a copy
     */
    public byte[] payloadHash() {
        return payloadHash.clone();
    }

    @Override
    public String toString() {
        return "message '" + id + "' of topic '" + topic + "'";
    }
}
