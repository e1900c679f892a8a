package dev.inlay.provider.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of events at a real broker. */
@Proves({"EVT-4", "EVT-6", "EVT-9"})
@Timeout(180)
final class DeliveryTest {

    private static Broker broker;

    @BeforeAll
    static void open() throws Exception {
        broker = Broker.open();
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    private static TestInstance to(String topic) throws Exception {
        return new TestInstance(atBroker(KafkaTransport.builder("bus", topic)).build());
    }

    private static KafkaTransport.Builder atBroker(KafkaTransport.Builder builder) {
        return builder.bootstrap(broker.address()).timeout(Duration.ofSeconds(20));
    }

    /** A topic that does not exist is waited for a quarter of the time-out. */
    private static TestInstance impatient(KafkaTransport.Builder builder) throws Exception {
        return new TestInstance(
                atBroker(builder).timeout(Duration.ofSeconds(30)).build());
    }

    @Test
    void keepsEveryStreamInOnePartitionAndInOrder() throws Exception {
        String topic = broker.topic("streams", 6);
        try (TestInstance instance = to(topic)) {
            for (int seq = 1; seq <= 20; seq++) {
                List<DeliveryOutcome> outcomes = instance.transport().deliverAll(TestEvents.batch(10, seq));
                assertThat(outcomes).extracting(DeliveryOutcome::kind).containsOnly(Kind.DELIVERED);
            }
        }

        List<Broker.Seen> read = broker.read(topic, 200);

        assertThat(read).hasSize(200);
        for (int stream = 0; stream < 10; stream++) {
            String key = "north-clinic/claim-" + stream;
            List<Broker.Seen> records = read.stream()
                    .filter(record -> record.key().orElseThrow().equals(key))
                    .toList();
            assertThat(records).extracting(record -> record.raw().partition()).hasSize(20);
            assertThat(records.stream().map(record -> record.raw().partition()).distinct())
                    .hasSize(1);
            assertThat(records)
                    .extracting(record -> Integer.parseInt(record.header("ce_seq")))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        assertThat(read.stream().map(record -> record.raw().partition()).distinct())
                .as("partitions in use")
                .hasSizeGreaterThan(1);
    }

    @Test
    void keepsEqualKeysOfTwoTenantsApart() throws Exception {
        String topic = broker.topic("tenants", 1);
        try (TestInstance instance = to(topic)) {
            instance.transport().deliver(TestEvents.inStream("north", "claim-1", 1));
            instance.transport().deliver(TestEvents.inStream("south", "claim-1", 1));
            instance.transport().deliver(TestEvents.simple("unkeyed"));
        }

        List<Broker.Seen> read = broker.read(topic, 3);

        assertThat(read.get(0).key()).contains("north/claim-1");
        assertThat(read.get(1).key()).contains("south/claim-1");
        assertThat(read.get(2).key()).isEmpty();
    }

    @Test
    void deliversABatchOfFiveHundred() throws Exception {
        String topic = broker.topic("batch", 3);
        try (TestInstance instance = to(topic)) {
            EventTransport transport = instance.transport();

            List<DeliveryOutcome> outcomes = transport.deliverAll(TestEvents.batch(500, 1));

            assertThat(transport.batchSize()).isEqualTo(500);
            assertThat(outcomes).hasSize(500).extracting(DeliveryOutcome::kind).containsOnly(Kind.DELIVERED);
        }
        assertThat(broker.read(topic, 500).stream().map(Broker.Seen::id).distinct())
                .hasSize(500);
    }

    @Test
    void refusesWhatIsTooLargeForTheProducerOrTheTopicAndDeliversTheRest() throws Exception {
        String topic = broker.topic("small", 1, Map.of("max.message.bytes", "2000"));
        List<OutboundEvent> events = List.of(
                TestEvents.simple("first"),
                sized("producer", 1_200_000),
                sized("topic", 50_000),
                TestEvents.simple("last"));
        List<DeliveryOutcome> outcomes;
        try (TestInstance instance = to(topic)) {
            outcomes = instance.transport().deliverAll(events);
        }

        assertThat(outcomes)
                .extracting(DeliveryOutcome::kind)
                .containsExactly(Kind.DELIVERED, Kind.REFUSED, Kind.REFUSED, Kind.DELIVERED);
        assertThat(outcomes.get(2).reason()).contains("max.message.bytes");
        assertThat(broker.read(topic, 2)).extracting(Broker.Seen::id).containsExactly("first", "last");
    }

    private static OutboundEvent sized(String id, int bytes) {
        return TestEvents.of("north", id, Payload.of("application/octet-stream", new byte[bytes]))
                .build();
    }

    @Test
    void pausesATargetWhoseTopicDoesNotExist() throws Exception {
        DeliveryOutcome outcome;
        try (TestInstance instance = impatient(KafkaTransport.builder("bus", "nowhere"))) {
            outcome = instance.transport().deliver(TestEvents.simple("e-1"));
        }

        assertThat(outcome.kind()).isEqualTo(Kind.TARGET_UNUSABLE);
        assertThat(outcome.reason()).isEqualTo("the topic does not exist");
    }

    @Test
    void holdsBackOnlyTheEventsOfATopicThatDoesNotExistWhereTopicsAreChosen() throws Exception {
        String topic = broker.topic("claim.paid", 1);
        List<DeliveryOutcome> outcomes;
        try (TestInstance instance = impatient(KafkaTransport.builder("bus", OutboundEvent::eventId))) {
            outcomes = instance.transport()
                    .deliverAll(Stream.of(topic, "nowhere", "nowhere", "a topic", "", ".")
                            .map(TestEvents::simple)
                            .toList());
        }

        assertThat(outcomes)
                .extracting(DeliveryOutcome::kind)
                .containsExactly(
                        Kind.DELIVERED,
                        Kind.NOT_ATTEMPTED,
                        Kind.NOT_ATTEMPTED,
                        Kind.REFUSED,
                        Kind.REFUSED,
                        Kind.REFUSED);
    }

    @Test
    void carriesAnEmptyPayloadAsNoTombstone() throws Exception {
        String topic = broker.topic("empty", 1);
        try (TestInstance instance = to(topic)) {
            instance.transport().deliver(sized("e-1", 0));
        }

        assertThat(broker.read(topic, 1).get(0).raw().value()).isEmpty();
    }
}
