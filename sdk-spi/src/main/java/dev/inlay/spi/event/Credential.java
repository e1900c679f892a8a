package dev.inlay.spi.event;

import dev.inlay.api.error.InvalidValueException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A secret that proves the sender to a receiver. Immutable; never prints itself.
 *
 * @since 0.1
 */
public final class Credential {

    private final Kind kind;
    private final String user;
    private final char[] secret;
    private final @Nullable PrivateKey key;
    private final List<X509Certificate> chain;

    private Credential(Kind kind, String user, char[] secret, @Nullable PrivateKey key, List<X509Certificate> chain) {
        this.kind = kind;
        this.user = user;
        this.secret = secret;
        this.key = key;
        this.chain = chain;
    }

    /**
     * A token for whoever bears it (RFC 6750).
     *
     * @param token 1 or more visible ASCII characters; copied, the caller may wipe its own
     * @return the credential
     * @throws InvalidValueException for {@code credential.token}
     */
    public static Credential token(char[] token) {
        char[] copy = token.clone();
        if (copy.length == 0) {
            throw new InvalidValueException("credential.token", "must not be empty");
        }
        for (char c : copy) {
            if (c <= ' ' || c >= 127) {
                throw new InvalidValueException("credential.token", "must be visible ASCII without spaces");
            }
        }
        return new Credential(Kind.TOKEN, "", copy, null, List.of());
    }

    /**
     * A user's password (RFC 7617).
     *
     * @param user without colon and control characters
     * @param password without control characters; copied, the caller may wipe its own
     * @return the credential
     * @throws InvalidValueException for {@code credential.user} or {@code credential.password}
     */
    public static Credential password(String user, char[] password) {
        char[] copy = password.clone();
        if (user.isEmpty() || user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException("credential.user", "must be without colon and control characters");
        }
        for (char c : copy) {
            if (Character.isISOControl(c)) {
                throw new InvalidValueException("credential.password", "must be without control characters");
            }
        }
        return new Credential(Kind.PASSWORD, user, copy, null, List.of());
    }

    /**
     * A private key with its certificate, for mutual TLS.
     *
     * @param key belongs to the first certificate
     * @param chain the certificate and those that lead to a root, in this order; at least one; copied
     * @return the credential
     * @throws InvalidValueException for {@code credential.chain}
     */
    public static Credential certificate(PrivateKey key, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new InvalidValueException("credential.chain", "must have at least one certificate");
        }
        return new Credential(
                Kind.CERTIFICATE, "", new char[0], Objects.requireNonNull(key, "key"), List.copyOf(chain));
    }

    /**
     * Which of the three it is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whose password it is.
     *
     * @return empty for other kinds
     */
    public String user() {
        return user;
    }

    /**
     * The token or the password.
     *
     * @return a copy, which the caller may wipe; empty for a certificate
     */
    public char[] secret() {
        return secret.clone();
    }

    /**
     * The private key of a certificate.
     *
     * @return the key
     * @throws IllegalStateException for other kinds
     */
    public PrivateKey key() {
        if (key == null) {
            throw new IllegalStateException("a " + kind + " has no private key");
        }
        return key;
    }

    /**
     * The certificate and those that lead to a root.
     *
     * @return unmodifiable; empty for other kinds
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public String toString() {
        return "credential (" + kind + ")";
    }

    /** The kinds of credentials; more may come. */
    public enum Kind {
        /** A token for whoever bears it. */
        TOKEN,
        /** A user's password. */
        PASSWORD,
        /** A private key with its certificate. */
        CERTIFICATE
    }
}
