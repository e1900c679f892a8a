package dev.inlay.api.event;

import java.time.Instant;
import java.util.Optional;

/**
 * An event on which both sides do not agree.
 *
 * @param kind in what
 * @param eventId its id
 * @param key its stream; empty where that is not known
 * @param seq its place in the stream; 0 where that is not known
 * @param at when it was acknowledged here, or when the receiver got it where it is not known here
 * @since 0.1
 */
public record Discrepancy(Kind kind, String eventId, Optional<String> key, long seq, Instant at) {

    /** In what both sides do not agree. */
    public enum Kind {
        /** It was delivered, and the receiver does not have it. */
        MISSING,
        /** The receiver has what was neither delivered nor waits. */
        EXTRA,
        /** The receiver has it with other content, or at another place of its stream. */
        DIFFERENT,
        /** The receiver has it more than once; once for every time too many. */
        DUPLICATE,
        /**
         * The receiver has it, and here it still waits or is parked: its acknowledgement is on the way, or was lost.
         */
        IN_FLIGHT
    }
}
