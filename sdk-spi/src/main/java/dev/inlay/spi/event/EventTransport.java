package dev.inlay.spi.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.ExtensionPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
     * @return a name that {@link #checkTarget} allows, unique in an instance; the same each time
     */
    String target();

    /**
     * Tries once to deliver. Blocks until the receiver answered or the transport's time-out is over. What comes after
     * the target's {@code sendTimeout} counts as no answer, unless it is {@link DeliveryOutcome#delivered()}: the event
     * is then not sent again.
     *
     * @param event what to deliver
     * @return what became of it
     * @throws InterruptedException when interrupted, which the engine does only when it closes or gives the call up;
     *     counts as no answer
     * @throws Exception counts as a retry with the exception's message as the reason
     */
    DeliveryOutcome deliver(OutboundEvent event) throws Exception;

    /**
     * The longest that {@link #deliver} or {@link #deliverAll} can take by the transport's own settings. The engine
     * refuses to be built where it is not shorter than the target's {@code sendTimeout}, after which it interrupts the
     * call and counts it as failed. Something that stands around a transport passes this on.
     *
     * @return positive, the same each time; empty when it is not known, or there is no bound; default empty
     */
    default Optional<Duration> timeout() {
        return Optional.empty();
    }

    /**
     * How many events one call of {@link #deliverAll} may have at most. The engine calls {@link #deliver} for each
     * where this is 1.
     *
     * @return at least 1; the same each time; default 1
     */
    default int batchSize() {
        return 1;
    }

    /**
     * Tries once to deliver several events, no two of them of one stream. The outcome of each is its own: one that
     * fails does not fail the others.
     *
     * @param events 1 to {@link #batchSize()}
     * @return what became of each, in the same order
     * @throws InterruptedException when interrupted, which the engine does only when it closes or gives the call up;
     *     counts as no answer for all of them
     * @throws Exception counts as a retry of all of them with the exception's message as the reason
     */
    default List<DeliveryOutcome> deliverAll(List<OutboundEvent> events) throws Exception {
        List<DeliveryOutcome> outcomes = new ArrayList<>(events.size());
        for (OutboundEvent event : events) {
            outcomes.add(deliver(event));
        }
        return outcomes;
    }

    /**
     * Checks the name of a target: lower-case words of a to z and 0 to 9 joined by hyphens, beginning with a letter, 1
     * to 60 characters. The engine refuses transports with other names; a transport that is given its name checks it
     * when it is built.
     *
     * @param target the name
     * @return the same name
     * @throws InvalidValueException for {@code transport.target}
     */
    static String checkTarget(String target) {
        if (target.length() > 60 || !target.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new InvalidValueException(
                    "transport.target",
                    "must be lower-case words joined by hyphens, at most 60 characters, was '" + target + "'");
        }
        return target;
    }
}
