package dev.inlay.core.internal.event;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failed attempt at a target: exponential, with full jitter, and never less than the receiver
 * asked.
 */
final class RetryPolicy {

    static final Duration LONGEST_ASKED = Duration.ofDays(1);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

    private final TargetTerms terms;
    private final DoubleSupplier jitter;

    /** Jitter answers from 0, inclusive, to 1, exclusive. */
    RetryPolicy(TargetTerms terms, DoubleSupplier jitter) {
        this.terms = terms;
        this.jitter = jitter;
    }

    /** Whether nothing more is to be tried after so many failed attempts. */
    boolean exhausted(int failed) {
        return failed >= terms.attempts();
    }

    /** Whether an event that was tried for so many nanoseconds, and not delivered, is to wait no longer. */
    boolean outlived(long tried) {
        return terms.maxAge().isPresent() && tried >= terms.maxAge().get().toNanos();
    }

    Duration delay(int failed, Optional<Duration> asked) {
        double ceiling = Math.min(
                (double) terms.backoffCap().toNanos(),
                terms.backoffBase().toNanos() * Math.pow(2, Math.min(failed, 62) - 1.0));
        Duration backoff = Duration.ofNanos((long) (ceiling * jitter.getAsDouble()));
        Duration lower = asked.map(RetryPolicy::bounded).orElse(Duration.ZERO);
        return backoff.compareTo(lower) < 0 ? lower : backoff;
    }

    /** How long to leave an event alone that was not tried. */
    static Duration pause(Optional<Duration> asked) {
        Duration wanted = asked.map(RetryPolicy::bounded).orElse(SHORTEST_PAUSE);
        return wanted.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : wanted;
    }

    private static Duration bounded(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }
}
