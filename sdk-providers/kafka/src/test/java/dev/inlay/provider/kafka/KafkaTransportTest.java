package dev.inlay.provider.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the transport takes and refuses, and how long it keeps a producer. */
@Proves({"EVT-4", "EVT-9"})
@Timeout(30)
final class KafkaTransportTest {

    private static KafkaTransport.Builder builder() {
        return KafkaTransport.builder("bus", "events").bootstrap("127.0.0.1:1");
    }

    @ParameterizedTest
    @CsvSource({
        "enable.idempotence, false",
        "acks, 1",
        "acks, 0",
        "max.in.flight.requests.per.connection, 6",
        "max.in.flight.requests.per.connection, many",
        "retries, 0",
        "transactional.id, t-1",
        "delivery.timeout.ms, 1000",
        "request.timeout.ms, 1000",
        "max.block.ms, 1000",
        "partitioner.class, org.apache.kafka.clients.producer.RoundRobinPartitioner",
        "partitioner.ignore.keys, true",
        "key.serializer, x",
        "value.serializer, x"
    })
    void refusesWhatWouldUndoItsPromises(String name, String value) {
        KafkaTransport.Builder builder = builder();

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> builder.properties(Map.of(name, value)))
                .withMessageContaining("transport.properties." + name)
                .matches(e -> !e.getMessage().contains(" " + value), "does not tell the value");
    }

    @Test
    void takesPropertiesThatKeepThem() {
        KafkaTransport transport = builder()
                .properties(Map.of("acks", "-1", "enable.idempotence", "TRUE", "compression.type", "zstd"))
                .build();

        assertThat(transport.descriptor().id()).isEqualTo("inlay.kafka.bus");
    }

    @Test
    void refusesWhatCannotBe() {
        KafkaTransport.Builder builder = builder();

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> KafkaTransport.builder("Bus", "events"));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> KafkaTransport.builder("bus", "no topic"))
                .withMessageContaining("transport.topic");
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> KafkaTransport.builder("bus", ".."));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> KafkaTransport.builder("bus", "events").build())
                .withMessageContaining("transport.bootstrap");
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.bootstrap(" "));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> builder.timeout(Duration.ofMillis(399)));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.batch(0));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(
                        () -> builder.properties(Map.of("linger.ms", "5000")).build())
                .withMessageContaining("transport.properties.linger.ms");
    }

    @Test
    void doesNotStartWithPropertiesThatTheClientRefusesAndTellsNoValue() {
        KafkaTransport transport = builder()
                .properties(() -> Map.of("security.protocol", "hunter2"))
                .build();

        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> new TestInstance(transport))
                .withMessageContaining("security.protocol")
                .matches(e -> e.code().equals("transport.kafka-properties"))
                .matches(e -> !e.getMessage().contains("hunter2") && e.getCause() == null);
    }

    @Test
    void doesNotStartWithASupplierThatGivesWhatCannotBeSet() {
        KafkaTransport transport =
                builder().properties(() -> Map.of("acks", "1")).build();

        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> new TestInstance(transport))
                .withMessageContaining("transport.properties.acks");
    }

    @Test
    void saysSoWhereNobodyIsThere() throws Exception {
        try (TestInstance instance =
                new TestInstance(builder().timeout(Duration.ofMillis(400)).build())) {
            DeliveryOutcome outcome = instance.transport().deliver(TestEvents.simple("e-1"));

            assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
            assertThat(outcome.reason()).isEqualTo("no answer from the brokers in time");
        }
    }

    @Test
    void attemptsNothingBeforeItStartsAndAfterItIsClosed() throws Exception {
        KafkaTransport transport = builder().build();

        Kind before = TestInstance.transportOf(transport)
                .deliver(TestEvents.simple("e-1"))
                .kind();
        new TestInstance(transport).close();
        Kind after = TestInstance.transportOf(transport)
                .deliver(TestEvents.simple("e-1"))
                .kind();

        assertThat(before).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(after).isEqualTo(Kind.NOT_ATTEMPTED);
    }

    @Test
    void replacesAProducerThatIsFenced() throws Exception {
        Made made = new Made();
        KafkaDelivery delivery = made.delivery();
        made.fails.set(new ProducerFencedException("somebody else"));

        DeliveryOutcome fenced = delivery.deliver(TestEvents.simple("e-1"));
        made.fails.set(null);
        DeliveryOutcome again = delivery.deliver(TestEvents.simple("e-1"));

        assertThat(fenced.kind()).isEqualTo(Kind.RETRY);
        assertThat(again.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(made.producers).hasSize(2);
        assertThat(made.producers.get(0).closed()).isTrue();
        assertThat(made.producers.get(1).closed()).isFalse();
    }

    @Test
    void asksForCredentialsAnewWhenTheyAreRefused() throws Exception {
        Made made = new Made();
        KafkaDelivery delivery = made.delivery();
        made.fails.set(new SaslAuthenticationException("password of inlay is wrong"));

        DeliveryOutcome outcome = delivery.deliver(TestEvents.simple("e-1"));
        made.fails.set(null);
        delivery.deliver(TestEvents.simple("e-1"));

        assertThat(outcome.toString()).isEqualTo("TARGET_UNUSABLE (the brokers refuse the credentials)");
        assertThat(made.producers).hasSize(2);
    }

    @Test
    void keepsAProducerThatOnlyFailedToSend() throws Exception {
        Made made = new Made();
        KafkaDelivery delivery = made.delivery();
        made.fails.set(new org.apache.kafka.common.errors.NotEnoughReplicasException("one is down"));

        DeliveryOutcome outcome = delivery.deliver(TestEvents.simple("e-1"));
        delivery.deliver(TestEvents.simple("e-2"));

        assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
        assertThat(outcome.reason()).isEqualTo("the brokers did not take it (NotEnoughReplicasException)");
        assertThat(made.producers).hasSize(1);
    }

    @Test
    void countsNoAttemptOfEventsThatItDidNotSendAfterOneOfTheirTopicGotNoAnswer() throws Exception {
        Made made = new Made();
        KafkaDelivery delivery = made.delivery();
        made.fails.set(new org.apache.kafka.common.errors.TimeoutException("max.block.ms has passed"));

        List<DeliveryOutcome> outcomes = delivery.deliverAll(TestEvents.batch(500, 1));

        assertThat(outcomes.get(0)).hasToString("RETRY (no answer from the brokers in time)");
        assertThat(outcomes.subList(1, 500)).allSatisfy(outcome -> {
            assertThat(outcome)
                    .hasToString("NOT_ATTEMPTED (not sent after another of its topic: no answer from the brokers in"
                            + " time)");
            assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(1));
        });
        assertThat(made.sends).hasValue(1);
    }

    @Test
    void pausesTheTargetForEachEventOfABatchWhoseCredentialsAreRefused() throws Exception {
        Made made = new Made();
        made.fails.set(new SaslAuthenticationException("password of inlay is wrong"));

        List<DeliveryOutcome> outcomes = made.delivery().deliverAll(TestEvents.batch(3, 1));

        assertThat(outcomes).extracting(DeliveryOutcome::kind).containsOnly(Kind.TARGET_UNUSABLE);
        assertThat(made.sends).hasValue(1);
    }

    /** Producers that never leave the process, as many as are asked for. */
    private static final class Made {

        private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
        private final AtomicReference<RuntimeException> fails = new AtomicReference<>();
        private final AtomicInteger sends = new AtomicInteger();

        KafkaDelivery delivery() {
            KafkaDelivery delivery = new KafkaDelivery(builder());
            delivery.open(new ProducerSlot(this::make));
            return delivery;
        }

        private Producer<byte[], byte[]> make() {
            MockProducer<byte[], byte[]> producer =
                    new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                        @Override
                        public synchronized java.util.concurrent.Future<
                                        org.apache.kafka.clients.producer.RecordMetadata>
                                send(org.apache.kafka.clients.producer.ProducerRecord<byte[], byte[]> record) {
                            sends.incrementAndGet();
                            sendException = fails.get();
                            return super.send(record);
                        }
                    };
            producers.add(producer);
            return producer;
        }
    }
}
