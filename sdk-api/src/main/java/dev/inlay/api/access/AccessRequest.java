package dev.inlay.api.access;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import java.time.Duration;

/**
 * Who wants to enter which tenant, why, and for how long. Reads only, unless {@link #mayWrite()} was said. Immutable.
 *
 * @since 0.1
 */
public final class AccessRequest {

    /** The fewest characters of a reason: enough for the number of a ticket with a word beside it. */
    public static final int MIN_REASON = 10;

    private static final int MAX_REASON = 500;
    private static final int MAX_ACTOR = 200;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final String actor;
    private final TenantId tenant;
    private final String reason;
    private final Duration duration;
    private final boolean writes;

    private AccessRequest(String actor, TenantId tenant, String reason, Duration duration, boolean writes) {
        this.actor = actor;
        this.tenant = tenant;
        this.reason = reason;
        this.duration = duration;
        this.writes = writes;
    }

    /**
     * Creates a request that reads only.
     *
     * @param actor who will work, as verified by the host; 1 to 200 characters, not blank
     * @param tenant whose data
     * @param reason why, for the tenant's audit trail; {@value #MIN_REASON} to 500 characters without the white space
     *     around them; no personal data and no secret
     * @param duration for how long, at least 1 s; the most is set on the builder, 8 h by default
     * @return the request
     * @throws InvalidValueException for {@code actor}, {@code reason} or {@code duration}
     */
    public static AccessRequest of(String actor, TenantId tenant, String reason, Duration duration) {
        text("actor", actor, 1, MAX_ACTOR);
        text("reason", reason, MIN_REASON, MAX_REASON);
        if (duration.compareTo(SHORTEST) < 0) {
            throw new InvalidValueException("duration", "must be at least 1 s");
        }
        return new AccessRequest(actor, tenant, reason, duration, false);
    }

    /**
     * The same with the right to write.
     *
     * @return a new request
     */
    public AccessRequest mayWrite() {
        return new AccessRequest(actor, tenant, reason, duration, true);
    }

    /**
     * Who will work.
     *
     * @return 1 to 200 characters
     */
    public String actor() {
        return actor;
    }

    /**
     * Whose data.
     *
     * @return the tenant
     */
    public TenantId tenant() {
        return tenant;
    }

    /**
     * Why.
     *
     * @return for the tenant's audit trail
     */
    public String reason() {
        return reason;
    }

    /**
     * For how long.
     *
     * @return at least 1 s
     */
    public Duration duration() {
        return duration;
    }

    /**
     * Whether it asks for the right to write.
     *
     * @return {@code false} by default
     */
    public boolean writes() {
        return writes;
    }

    private static void text(String field, String value, int min, int max) {
        if (value.strip().length() < min || value.length() > max) {
            throw new InvalidValueException(
                    field, "must have " + min + " to " + max + " characters, white space around them not counted");
        }
        if (value.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            throw new InvalidValueException(field, "must be well-formed Unicode without the character NUL");
        }
    }
}
