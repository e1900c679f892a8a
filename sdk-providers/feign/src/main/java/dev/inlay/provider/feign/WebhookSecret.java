package dev.inlay.provider.feign;

import dev.inlay.api.error.InvalidValueException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that an endpoint shares with the sender, and that signatures of Standard Webhooks are made with (HMAC
 * SHA-256). Immutable; never prints itself.
 *
 * @since 0.1
 */
public final class WebhookSecret {

    /** The fewest bytes of a secret. */
    public static final int MIN_BYTES = 24;

    /** The most bytes of a secret. */
    public static final int MAX_BYTES = 64;

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int NEW_BYTES = 32;

    private final byte[] bytes;

    private WebhookSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a secret.
     *
     * @param text {@code whsec_} and the Base64 (RFC 4648 §4) of {@value #MIN_BYTES} to {@value #MAX_BYTES} bytes
     * @return the secret
     * @throws InvalidValueException for {@code webhook.secret}, without the text
     */
    public static WebhookSecret of(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "?");
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("webhook.secret", "must be whsec_ and Base64");
        }
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new InvalidValueException(
                    "webhook.secret", "must hold " + MIN_BYTES + " to " + MAX_BYTES + " bytes, has " + bytes.length);
        }
        return new WebhookSecret(bytes);
    }

    /**
     * Makes a new secret of random bytes.
     *
     * @return to be told to the tenant once, by {@link #reveal}
     */
    public static WebhookSecret generate() {
        byte[] bytes = new byte[NEW_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new WebhookSecret(bytes);
    }

    /**
     * The secret as text, to be shown to the tenant or stored.
     *
     * @return what {@link #of} reads
     */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** Signs, as one part of the header {@code webhook-signature}. */
    String sign(byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update(head);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "webhook secret";
    }
}
