package dev.inlay.api.event;

import java.util.Objects;

/**
 * What became of an event that came in. Immutable.
 *
 * @since 0.1
 */
public final class Received {

    private final Outcome outcome;
    private final Response response;

    private Received(Outcome outcome, Response response) {
        this.outcome = outcome;
        this.response = response;
    }

    /**
     * Creates what {@link Inbox} answers.
     *
     * @param outcome what happened
     * @param response what is to be answered to the sender
     * @return the answer
     */
    public static Received of(Outcome outcome, Response response) {
        return new Received(Objects.requireNonNull(outcome, "outcome"), Objects.requireNonNull(response, "response"));
    }

    /**
     * What happened.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Whether the work ran now.
     *
     * @return whether the outcome is {@link Outcome#APPLIED}
     */
    public boolean applied() {
        return outcome == Outcome.APPLIED;
    }

    /**
     * What is to be answered to the sender.
     *
     * @return what the work answered, now or when the event came first; {@link Response#none()} otherwise
     */
    public Response response() {
        return response;
    }

    @Override
    public String toString() {
        return outcome + ", " + response;
    }

    /** What happened to an event that came in. */
    public enum Outcome {
        /** The work ran. It counts when and only when the transaction commits. */
        APPLIED,
        /** The event was received before: nothing ran, and the response is the first one. */
        DUPLICATE,
        /**
         * An earlier event of the stream has not been received yet: nothing ran, and nothing is remembered. Answer so
         * that the sender tries again later, for example with HTTP 409.
         */
        GAP,
        /**
         * The stream has gone on beyond this place, and the event itself is not known: it was received longer ago than
         * the inbox remembers, or it was lost here and is sent again by a repair. Nothing ran. Acknowledge it, and have
         * a person look where that was not expected: what is late is never applied by itself.
         */
        LATE
    }
}
