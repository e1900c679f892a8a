package dev.inlay.spi.tenant;

import dev.inlay.api.error.InvalidValueException;
import java.security.Key;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that signs and verifies with HMAC SHA-256 (RFC 2104) and with nothing else: the id pins the algorithm.
 * Immutable; never prints its secret.
 *
 * @since 0.1
 */
public final class SigningKey {

    /** The fewest bytes of a secret: the length of the hash (RFC 2104 section 3). */
    public static final int MIN_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");
    private static final String ALGORITHM = "HmacSHA256";

    private final String id;
    private final SecretKey secret;

    private SigningKey(String id, SecretKey secret) {
        this.id = id;
        this.secret = secret;
    }

    /**
     * Creates a key.
     *
     * @param id 1 to 32 characters of {@code a-z 0-9 . _ -}, beginning with a letter or digit; told to whoever receives
     *     a signature
     * @param secret at least {@value #MIN_BYTES} random bytes; copied
     * @return the key
     * @throws InvalidValueException for {@code key.id} or {@code key.secret}
     */
    public static SigningKey hmacSha256(String id, byte[] secret) {
        if (!ID.matcher(id).matches()) {
            throw new InvalidValueException(
                    "key.id", "must be 1 to 32 characters of a-z 0-9 . _ - and begin with a letter or digit");
        }
        if (secret.length < MIN_BYTES) {
            throw new InvalidValueException(
                    "key.secret", "must have at least " + MIN_BYTES + " bytes, key '" + id + "' has " + secret.length);
        }
        return new SigningKey(id, new SecretKeySpec(secret, ALGORITHM));
    }

    /**
     * What a signature says of its key.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * The secret, for {@link javax.crypto.Mac}.
     *
     * @return of algorithm {@code HmacSHA256}
     */
    public Key secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "key '" + id + "'";
    }
}
