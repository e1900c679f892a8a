package dev.inlay.testkit.contracts;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The transport that only records, whole or broken, with a receiver in the same process. */
final class RecordingTransportFixture implements TransportFixture {

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final EventTransport transport;
    private volatile boolean connected = true;

    private RecordingTransportFixture(UnaryOperator<EventTransport> breaking) {
        this.transport =
                breaking.apply(new InBatches(RecordingTransport.to("erp").answering(this::answer)));
    }

    private DeliveryOutcome answer(OutboundEvent event) {
        if (!connected) {
            return DeliveryOutcome.retry("nobody is there");
        }
        ScriptedReceiver.Arrival arrival =
                new ScriptedReceiver.Arrival(event.eventId(), event.payload().bytes());
        return switch (receiver.receive(arrival)) {
            case ACCEPT -> DeliveryOutcome.delivered();
            case FAIL -> DeliveryOutcome.retry("the receiver failed");
            case BUSY -> DeliveryOutcome.retry("the receiver is busy", EventTransportContract.BUSY_FOR);
            case REFUSE -> DeliveryOutcome.refused("the receiver refused the event");
            case REFUSE_SENDER -> DeliveryOutcome.targetUnusable("the receiver refused the sender");
            case LOSE_ANSWER -> DeliveryOutcome.retry("the connection broke, no answer");
            case SILENCE -> DeliveryOutcome.retry("no answer");
        };
    }

    @Override
    public EventTransport transport() {
        return transport;
    }

    @Override
    public ScriptedReceiver receiver() {
        return receiver;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMillis(100);
    }

    @Override
    public void disconnect() {
        connected = false;
    }

    @Override
    public void close() {
        receiver.close();
    }

    /** Takes four events at a time, one after the other. */
    private record InBatches(EventTransport each) implements EventTransport {

        @Override
        public String target() {
            return each.target();
        }

        @Override
        public Optional<Duration> timeout() {
            return Optional.of(Duration.ofMillis(100));
        }

        @Override
        public int batchSize() {
            return 4;
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
            return each.deliver(event);
        }
    }

    /** The contract on such a fixture. */
    static final class OnMemory extends EventTransportContract {

        private final UnaryOperator<EventTransport> breaking;

        OnMemory(UnaryOperator<EventTransport> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected Capabilities capabilities() {
            return Capabilities.none()
                    .supported(RETRY_AFTER)
                    .supported(REFUSALS)
                    .supported(LOST_ANSWERS);
        }

        @Override
        protected TransportFixture open() {
            return new RecordingTransportFixture(breaking);
        }
    }
}
