package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.spi.tenant.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * HMAC SHA-256 over the kind, the canonical text and, for a seal, its message. The kind comes first and ends in a line
 * feed, which no canonical text holds; the parts of a message carry their lengths. So no two different things to be
 * signed are the same bytes.
 */
final class Signature {

    /** The length of every signature, in bytes. */
    static final int LENGTH = 32;

    private Signature() {}

    static byte[] of(SigningKey key, Kind kind, String signed, @Nullable MessageBinding message) {
        try {
            Mac mac = Mac.getInstance(key.secret().getAlgorithm());
            mac.init(key.secret());
            mac.update((kind.domain() + '\n' + signed).getBytes(StandardCharsets.US_ASCII));
            if (message != null) {
                mac.update((byte) '\n');
                part(mac, message.topic().getBytes(StandardCharsets.UTF_8));
                part(mac, message.id().getBytes(StandardCharsets.UTF_8));
                part(mac, message.payloadHash());
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static void part(Mac mac, byte[] bytes) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
    }
}
