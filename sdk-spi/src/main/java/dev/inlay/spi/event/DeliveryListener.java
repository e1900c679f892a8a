package dev.inlay.spi.event;

import dev.inlay.api.event.Hold;
import dev.inlay.spi.ExtensionPoint;
import java.time.Duration;
import java.time.Instant;

/**
 * Hears what becomes of events on this node: for metrics, alarms and logs. Override what you want to hear.
 *
 * <p>Called on a thread of its own, one call after the other, some time after it happened, in order. Never slows the
 * relay: when a listener falls behind by 10,000 calls, what comes then is dropped, which is logged with the number.
 * What it throws is logged once and changes nothing. Payloads are not shown.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface DeliveryListener {

    /**
     * The receiver has it.
     *
     * @param event which, with the attempt that succeeded
     * @param age from publishing to the receiver's answer
     */
    default void delivered(DeliveryNotice event, Duration age) {}

    /**
     * An attempt failed, and there will be another.
     *
     * @param event which, with the attempt that failed
     * @param reason why
     * @param nextAttempt not before
     */
    default void retried(DeliveryNotice event, String reason, Instant nextAttempt) {}

    /**
     * It was set aside: refused, tried too often, or behind another that was. Told once its owner has written it down;
     * those that were parked along with it are not told one by one.
     *
     * @param event which
     * @param reason why
     */
    default void parked(DeliveryNotice event, String reason) {}

    /**
     * This node keeps to a hold from now on; also told after a start, of holds from before.
     *
     * @param hold by an operator or a receiver
     */
    default void held(Hold hold) {}

    /**
     * This node does not keep to a hold any more, because an operator has ended it.
     *
     * @param hold as it was
     */
    default void resumed(Hold hold) {}

    /**
     * This node sends nothing to a target for a while, because the target takes nothing from it. Ends by itself.
     *
     * @param target which
     * @param reason what it answered
     */
    default void targetPaused(String target, String reason) {}

    /**
     * A target that was paused takes events again.
     *
     * @param target which
     */
    default void targetResumed(String target) {}
}
