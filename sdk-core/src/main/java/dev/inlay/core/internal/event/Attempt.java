package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One try to deliver an event of a stream, which is at its head then. */
final class Attempt {

    private final StreamQueue stream;
    private final int failed;
    private final long began;
    private volatile StoredEvent event;
    private volatile boolean stale;
    private volatile boolean givenUp;
    private boolean calledOff;
    private @Nullable Thread thread;
    private @Nullable DeliveryOutcome outcome;
    private volatile boolean made;
    private volatile boolean sent;

    private Attempt(StreamQueue stream, StoredEvent event, int failed, long began) {
        this.stream = stream;
        this.event = event;
        this.failed = failed;
        this.began = began;
    }

    static Attempt ofHead(StreamQueue stream, long began) {
        return new Attempt(stream, stream.head(), stream.failed(), began);
    }

    /** The attempt that may follow when the head is delivered; the stream has another event. */
    static Attempt ofSecond(StreamQueue stream, long began) {
        return new Attempt(stream, stream.second(), 0, began);
    }

    StreamQueue stream() {
        return stream;
    }

    LaneWork lane() {
        return stream.lane();
    }

    StoredEvent event() {
        return event;
    }

    long began() {
        return began;
    }

    /** For any thread. */
    boolean isGivenUp() {
        return givenUp;
    }

    /**
     * For the relay's thread: the transport is not called any more, and nothing that it still answers counts, but that
     * the receiver has the event.
     */
    synchronized void giveUp() {
        givenUp = true;
    }

    /** Sends, on the worker's thread, and keeps what came of it; whatever happens, the attempt ends. */
    void make(EventTransport transport, LeaseKeeper keeper, Forms forms) {
        @Nullable OutboundEvent outbound = prepare(forms) ? enter(keeper) : null;
        if (outbound == null) {
            leave();
        } else {
            end(deliver(transport, outbound));
        }
    }

    /** Answers whether there is something to send, in its newest form, which may ask the store. */
    boolean prepare(Forms forms) {
        try {
            outcome = renew(forms);
            return outcome == null && !stale;
        } catch (Throwable e) {
            outcome = DeliveryOutcome.retry(Faults.describe(e));
            return false;
        }
    }

    /**
     * Begins, on the worker's thread, right before the call. Answers {@code null} when it must not be made: the lease
     * no longer allows it, or the relay called the attempt off.
     */
    @Nullable
    OutboundEvent enter(LeaseKeeper keeper) {
        try {
            OutboundEvent outbound = outbound();
            sent = mayEnter() && keeper.maySend(lease());
            return sent ? outbound : null;
        } catch (Throwable e) {
            outcome = DeliveryOutcome.retry(Faults.describe(e));
            return null;
        }
    }

    /**
     * Ends with what came of it. An attempt that the relay called off before there was an answer does not count as a
     * failure of the event.
     */
    void end(DeliveryOutcome came) {
        outcome = isCalledOff() && came.kind() == DeliveryOutcome.Kind.RETRY ? null : came;
        leave();
    }

    /** Brings the event to its newest form. Answers {@code null} when it may be sent, or is stale. */
    private @Nullable DeliveryOutcome renew(Forms forms) {
        if (!forms.isDue(event, failed, lease())) {
            return null;
        }
        StoredEvent newest;
        try {
            newest = forms.newest(event);
        } catch (Exception | StackOverflowError e) {
            return upcasterFailed(e.getClass().getName());
        }
        try {
            PayloadFreezer.requireFrozen(newest.payload());
            Optional<StoredEvent> kept =
                    forms.keep(newest, lease(), stream.lane().lane());
            stale = kept.isEmpty();
            event = kept.orElse(event);
            return null;
        } catch (InvalidValueException e) {
            return upcasterFailed(Faults.describe(e));
        } catch (RuntimeException e) {
            return e instanceof StoreException refused && refused.code().equals("store.value")
                    ? upcasterFailed(Faults.describe(e))
                    : notStored(e);
        }
    }

    /** Parks it: what an upcaster makes of an event is the same however often it is tried. */
    private DeliveryOutcome upcasterFailed(String why) {
        return DeliveryOutcome.refused(
                "the upcaster of " + event.type() + " from version " + event.version() + " failed: " + why);
    }

    private static DeliveryOutcome notStored(RuntimeException e) {
        return DeliveryOutcome.notAttempted(
                "its newest form could not be stored: " + Faults.describe(e), Duration.ofSeconds(1));
    }

    /** Whether the event was found to be gone, or no longer ours, before it was sent. */
    boolean isStale() {
        return stale;
    }

    /** Whether the transport was, or may have been, called and did not say whether the receiver has the event. */
    boolean isUnclear() {
        return givenUp || (sent && (outcome == null || outcome.kind() == DeliveryOutcome.Kind.RETRY));
    }

    /** Whether the receiver said that it has the event. */
    boolean isDelivered() {
        return outcome != null && outcome.kind() == DeliveryOutcome.Kind.DELIVERED;
    }

    /** Whether the outcome is there. */
    boolean isMade() {
        return made;
    }

    /** What came of it, once it was made; {@code null} when it was not sent, or called off. */
    @Nullable
    DeliveryOutcome outcome() {
        return outcome;
    }

    private static DeliveryOutcome deliver(EventTransport transport, OutboundEvent outbound) {
        try {
            DeliveryOutcome outcome = transport.deliver(outbound);
            return outcome == null ? DeliveryOutcome.retry("the transport answered null") : outcome;
        } catch (InterruptedException e) {
            return DeliveryOutcome.retry("interrupted before there was an answer");
        } catch (Throwable e) {
            return DeliveryOutcome.retry(Faults.describe(e));
        }
    }

    private OutboundEvent outbound() {
        Lane lane = stream.lane().lane();
        OutboundEvent.Builder outbound = OutboundEvent.builder(
                        lane.tenant(), lane.target(), event.eventId(), event.type(), event.at(), event.payload())
                .version(event.version())
                .epoch(lease().epoch())
                .attempt(failed + 1);
        event.key().ifPresent(key -> outbound.stream(key, event.generation(), event.seq()));
        return outbound.build();
    }

    private ShardLease lease() {
        return stream.lane().shard().lease();
    }

    private synchronized boolean mayEnter() {
        thread = Thread.currentThread();
        return !calledOff && !givenUp;
    }

    /** Ends, on the worker's thread. */
    synchronized void leave() {
        thread = null;
        // an interrupt was meant for this attempt, not for the thread's next
        Thread.interrupted();
        made = true;
    }

    private synchronized boolean isCalledOff() {
        return calledOff;
    }

    /** Ends the attempt because the relay closes: interrupts the transport, or keeps it from being called. */
    synchronized void callOff() {
        calledOff = true;
        interrupt();
    }

    /** Interrupts the transport, if it is still at work. */
    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
