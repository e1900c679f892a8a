package dev.inlay.provider.kafka;

import dev.inlay.spi.event.DeliveryOutcome;
import java.io.Serial;
import java.time.Duration;

/** A producer cannot be made now. The message names properties, never their values. */
final class NoProducerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /** Passing: it may work later without anybody's help. */
    NoProducerException(String reason, boolean passing) {
        super(reason);
        this.passing = passing;
    }

    boolean isPassing() {
        return passing;
    }

    DeliveryOutcome outcome(Duration pause) {
        return passing ? DeliveryOutcome.targetUnusable(reason(), pause) : DeliveryOutcome.targetUnusable(reason());
    }

    private String reason() {
        return String.valueOf(getMessage());
    }
}
