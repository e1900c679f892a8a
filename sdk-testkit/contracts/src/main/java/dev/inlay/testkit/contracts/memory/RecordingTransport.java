package dev.inlay.testkit.contracts.memory;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A transport that keeps what is sent for a test to look at; also the plug-in that contributes it. Delivers everything
 * until it is told otherwise. Thread-safe.
 *
 * @since 0.1
 */
public final class RecordingTransport implements Plugin, EventTransport {

    private final String target;
    private final List<OutboundEvent> attempts = new ArrayList<>();
    private final List<OutboundEvent> delivered = new ArrayList<>();
    private volatile Function<OutboundEvent, DeliveryOutcome> answers = event -> DeliveryOutcome.delivered();

    private volatile Optional<Duration> timeout = Optional.empty();

    private RecordingTransport(String target) {
        this.target = Objects.requireNonNull(target, "target");
    }

    /**
     * Creates a transport.
     *
     * @param target the name of the target, for example {@code "erp"}
     * @return the transport
     */
    public static RecordingTransport to(String target) {
        return new RecordingTransport(target);
    }

    /**
     * Says how long a call may take, without taking it.
     *
     * @param longest what {@link EventTransport#timeout()} answers; default none
     * @return this transport
     */
    public RecordingTransport timeout(Duration longest) {
        timeout = Optional.of(longest);
        return this;
    }

    /**
     * Answers every further attempt as told.
     *
     * @param answers asked on the engine's threads, several at once
     * @return this transport
     */
    public RecordingTransport answering(Function<OutboundEvent, DeliveryOutcome> answers) {
        this.answers = Objects.requireNonNull(answers, "answers");
        return this;
    }

    /**
     * Fails every further attempt, to be retried.
     *
     * @param reason what the outcome says
     * @return this transport
     */
    public RecordingTransport failing(String reason) {
        return answering(event -> DeliveryOutcome.retry(reason));
    }

    /**
     * Delivers every further attempt.
     *
     * @return this transport
     */
    public RecordingTransport delivering() {
        return answering(event -> DeliveryOutcome.delivered());
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Optional<Duration> timeout() {
        return timeout;
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) {
        synchronized (attempts) {
            attempts.add(event);
        }
        DeliveryOutcome outcome = answers.apply(event);
        if (outcome.kind() == DeliveryOutcome.Kind.DELIVERED) {
            synchronized (delivered) {
                delivered.add(event);
                delivered.notifyAll();
            }
        }
        return outcome;
    }

    /**
     * Everything that was tried so far, in the order of the tries.
     *
     * @return a copy
     */
    public List<OutboundEvent> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    /**
     * Everything that was delivered so far, in the order of delivery.
     *
     * @return a copy
     */
    public List<OutboundEvent> delivered() {
        synchronized (delivered) {
            return List.copyOf(delivered);
        }
    }

    /**
     * Blocks until so many events were delivered, counted from the beginning.
     *
     * @param count how many at least
     * @param timeout how long to wait at most
     * @return everything delivered so far
     * @throws AssertionError when the time is up
     * @throws InterruptedException when interrupted
     */
    public List<OutboundEvent> awaitDelivered(int count, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (delivered) {
            while (delivered.size() < count) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("Waited " + timeout + " for " + count + " events to " + target + ", "
                            + delivered.size() + " were delivered: " + delivered);
                }
                delivered.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            }
            return List.copyOf(delivered);
        }
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.memory.transport." + target, "0.1", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(EventTransport.class, this);
    }
}
