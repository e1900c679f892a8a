package dev.inlay.spi.tenant;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant header or seal that was refused. Never holds the header itself. What it claimed is told only where it has
 * the form of a name, so that it may be logged as it is. Immutable.
 *
 * @since 0.1
 */
public final class SecurityEvent {

    private final String code;
    private final Instant at;
    private final @Nullable String claimedIssuer;
    private final @Nullable String claimedKey;
    private final @Nullable String sender;

    private SecurityEvent(
            String code,
            Instant at,
            @Nullable String claimedIssuer,
            @Nullable String claimedKey,
            @Nullable String sender) {
        this.code = Objects.requireNonNull(code, "code");
        this.at = Objects.requireNonNull(at, "at");
        this.claimedIssuer = claimedIssuer;
        this.claimedKey = claimedKey;
        this.sender = sender;
    }

    /**
     * Creates an event. The engine calls this.
     *
     * @param code the code of the refusal
     * @param at when
     * @param claimedIssuer who it said it was from, if that is a name
     * @param claimedKey the id of the key that it said it was signed with, if that is a name
     * @param sender where it came from, printable, if the receiver said so
     * @return the event
     */
    public static SecurityEvent of(
            String code,
            Instant at,
            @Nullable String claimedIssuer,
            @Nullable String claimedKey,
            @Nullable String sender) {
        return new SecurityEvent(code, at, claimedIssuer, claimedKey, sender);
    }

    /**
     * Why it was refused: a code of {@link dev.inlay.api.tenant.UntrustedTenantException}, or, for one that was well
     * signed, {@code tenant.unknown}, {@code tenant.suspended} or {@code tenant.closed} as the directory says.
     *
     * @return lower-case and dotted
     */
    public String code() {
        return code;
    }

    /**
     * When it was refused.
     *
     * @return by the clock of the instance
     */
    public Instant at() {
        return at;
    }

    /**
     * Who it said it was from. A claim, verified or not.
     *
     * @return empty when it could not be read
     */
    public Optional<String> claimedIssuer() {
        return Optional.ofNullable(claimedIssuer);
    }

    /**
     * The key that it said it was signed with. A claim, verified or not.
     *
     * @return empty when it could not be read
     */
    public Optional<String> claimedKey() {
        return Optional.ofNullable(claimedKey);
    }

    /**
     * Where it came from, as the receiver said.
     *
     * @return at most 128 visible ASCII characters and spaces; empty when it did not say
     */
    public Optional<String> sender() {
        return Optional.ofNullable(sender);
    }

    @Override
    public String toString() {
        return code + " (issuer " + claimedIssuer().orElse("?") + ", key "
                + claimedKey().orElse("?") + ", from " + sender().orElse("?") + ")";
    }
}
