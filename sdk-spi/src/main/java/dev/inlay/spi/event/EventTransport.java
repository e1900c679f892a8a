package dev.inlay.spi.event;

import dev.inlay.spi.ExtensionPoint;

/**
 * Brings events to one target.
 *
 * <p>Requirements, proven by the transport contract of the testkit: the event id goes out unchanged on every attempt;
 * the payload goes out byte for byte; {@link DeliveryOutcome#delivered()} is answered only when the receiver said so;
 * no answer is a retry, never a refusal; a call ends within the transport's time-out. Thread-safe; called from many
 * threads.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface EventTransport {

    /**
     * The name of the target, as {@code ErpEvent.target} and the tables use it.
     *
     * @return lower-case words joined by hyphens, at most 60 characters, unique in an instance; the same each time
     */
    String target();

    /**
     * Tries once to deliver. Blocks until the receiver answered or the transport's time-out is over.
     *
     * @param event what to deliver
     * @return what became of it
     * @throws InterruptedException when interrupted, which the engine does only when it closes; counts as no answer
     * @throws Exception counts as a retry with the exception's message as the reason
     */
    DeliveryOutcome deliver(OutboundEvent event) throws Exception;
}
