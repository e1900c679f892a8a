package dev.inlay.provider.kafka;

import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.EventTransportContract;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.ScriptedReceiver;
import dev.inlay.testkit.contracts.TransportFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** The real client at the other end of a connection to a broker that does as it is told. */
@Proves({"EVT-4", "EVT-6", "EVT-9"})
final class KafkaTransportContractTest extends EventTransportContract {

    /** Loads the client's classes, which may take longer than an attempt. */
    @BeforeAll
    static void warmUp() throws Exception {
        try (Scripted scripted = new Scripted()) {
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (scripted.transport().deliver(TestEvents.simple("warm")).kind() != Kind.DELIVERED) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the scripted broker took no event");
                }
            }
        }
    }

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none()
                .supported(REFUSALS)
                .supported(LOST_ANSWERS)
                .notApplicable(RETRY_AFTER, "no answer of Kafka's says when to come back");
    }

    @Override
    protected TransportFixture open() throws Exception {
        return new Scripted();
    }

    private static final class Scripted implements TransportFixture {

        private final ScriptedReceiver receiver = new ScriptedReceiver();
        private final ScriptedBroker broker = new ScriptedBroker(receiver);
        private final TestInstance instance = new TestInstance(KafkaTransport.builder("bus", "events")
                .bootstrap(broker.address())
                .properties(Map.of("batch.size", "0"))
                .timeout(timeout())
                .build());
        private final EventTransport transport = instance.transport();

        Scripted() throws Exception {}

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
            return Duration.ofSeconds(12);
        }

        @Override
        public void disconnect() {
            broker.close();
        }

        @Override
        public void close() {
            instance.close();
            receiver.close();
            broker.close();
        }
    }
}
