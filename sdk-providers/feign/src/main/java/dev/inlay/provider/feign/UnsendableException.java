package dev.inlay.provider.feign;

import dev.inlay.spi.event.DeliveryOutcome;
import java.io.Serial;

/** Something keeps the request from being written, and what that means for the event. */
final class UnsendableException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What to answer, which a serialized copy goes without. */
    private final transient DeliveryOutcome outcome;

    UnsendableException(DeliveryOutcome outcome) {
        super(outcome.reason());
        this.outcome = outcome;
    }

    DeliveryOutcome outcome() {
        return outcome;
    }
}
