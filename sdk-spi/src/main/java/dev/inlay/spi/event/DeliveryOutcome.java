package dev.inlay.spi.event;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt. Immutable.
 *
 * @since 0.1
 */
public final class DeliveryOutcome {

    private static final DeliveryOutcome DELIVERED = new DeliveryOutcome(Kind.DELIVERED, "", null);

    private final Kind kind;
    private final String reason;
    private final @Nullable Duration retryAfter;

    private DeliveryOutcome(Kind kind, String reason, @Nullable Duration retryAfter) {
        this.kind = kind;
        this.reason = Objects.requireNonNull(reason, "reason");
        this.retryAfter = retryAfter;
    }

    /**
     * The receiver has it, now or from before.
     *
     * @return the outcome
     */
    public static DeliveryOutcome delivered() {
        return DELIVERED;
    }

    /**
     * It may work later: no answer, a server error, too many requests. Uses up an attempt.
     *
     * @param reason for people; no payload and no secret
     * @return the outcome
     */
    public static DeliveryOutcome retry(String reason) {
        return new DeliveryOutcome(Kind.RETRY, reason, null);
    }

    /**
     * It may work later, and the receiver said when. Uses up an attempt.
     *
     * @param reason for people; no payload and no secret
     * @param after not before this time has passed
     * @return the outcome
     */
    public static DeliveryOutcome retry(String reason, Duration after) {
        return new DeliveryOutcome(Kind.RETRY, reason, after);
    }

    /**
     * It was not tried, for example because a circuit breaker is open. Uses up no attempt.
     *
     * @param reason for people
     * @param after when to look again
     * @return the outcome
     */
    public static DeliveryOutcome notAttempted(String reason, Duration after) {
        return new DeliveryOutcome(Kind.NOT_ATTEMPTED, reason, after);
    }

    /**
     * The receiver will never take this event: it is parked.
     *
     * @param reason for people; no payload and no secret
     * @return the outcome
     */
    public static DeliveryOutcome refused(String reason) {
        return new DeliveryOutcome(Kind.REFUSED, reason, null);
    }

    /**
     * The receiver takes nothing from us at all, for example because credentials are wrong: the target pauses, no
     * attempt is used up, and nothing is parked.
     *
     * @param reason for people; no secret
     * @return the outcome
     */
    public static DeliveryOutcome targetUnusable(String reason) {
        return new DeliveryOutcome(Kind.TARGET_UNUSABLE, reason, null);
    }

    /**
     * The receiver takes nothing from us for a while, for example because a circuit breaker is open: the target pauses
     * for so long, no attempt is used up, and nothing is parked.
     *
     * @param reason for people; no secret
     * @param after when to send the next event, of whichever stream; at most a day counts
     * @return the outcome
     */
    public static DeliveryOutcome targetUnusable(String reason, Duration after) {
        return new DeliveryOutcome(Kind.TARGET_UNUSABLE, reason, Objects.requireNonNull(after, "after"));
    }

    /**
     * The receiver wants nothing more of this tenant, ever, for example because a webhook answered 410 Gone: the
     * tenant's events for the target are held until an operator resumes them. No attempt is used up, nothing is parked.
     *
     * @param reason for people; no secret
     * @return the outcome
     */
    public static DeliveryOutcome disabled(String reason) {
        return new DeliveryOutcome(Kind.DISABLED, reason, null);
    }

    /**
     * What became of it.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Why.
     *
     * @return for people; empty when delivered
     */
    public String reason() {
        return reason;
    }

    /**
     * When to try again at the earliest.
     *
     * @return empty when the engine's own backoff decides
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? kind.toString() : kind + " (" + reason + ")";
    }

    /** The ways that an attempt ends. */
    public enum Kind {
        /** The receiver has it. */
        DELIVERED,
        /** It may work later. */
        RETRY,
        /** It was not tried. */
        NOT_ATTEMPTED,
        /** The receiver will never take it. */
        REFUSED,
        /** The receiver takes nothing from us. */
        TARGET_UNUSABLE,
        /** The receiver wants nothing more of this tenant. */
        DISABLED
    }
}
