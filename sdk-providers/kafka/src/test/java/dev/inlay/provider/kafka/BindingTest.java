package dev.inlay.provider.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.Proves;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** CloudEvents 1.0, Kafka protocol binding §3: records read back as a consumer reads them. */
@Proves("EVT-6")
final class BindingTest {

    private static final OutboundEvent EVENT =
            TestEvents.of("north-clinic", "E-7", TestEvents.json("{ \"ü\" : 1 }")).stream("Müller/7", 2, 41)
                    .epoch(9_000_000_000L)
                    .attempt(3)
                    .version(4)
                    .build();

    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("specversion", "1.0"),
            Map.entry("id", "E-7"),
            Map.entry("source", "/inlay/tenants/north-clinic"),
            Map.entry("type", "claim.submitted"),
            Map.entry("time", "2026-11-20T09:59:58.123456Z"),
            Map.entry("tenant", "north-clinic"),
            Map.entry("streamkey", "Müller/7"),
            Map.entry("generation", "2"),
            Map.entry("seq", "41"),
            Map.entry("epoch", "9000000000"),
            Map.entry("attempt", "3"),
            Map.entry("dataversion", "4"));

    @Test
    void carriesAttributesInHeadersAndThePayloadAsItIs() throws Exception {
        ProducerRecord<byte[], byte[]> record = write(CloudEventsMode.BINARY, EVENT);

        assertThat(attributes(record)).isEqualTo(ATTRIBUTES);
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        assertThat(record.value()).isEqualTo(EVENT.payload().bytes());
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("north-clinic/Müller/7");
        assertThat(record.timestamp()).as("left to the producer").isNull();
    }

    @Test
    void carriesOneDocumentInTheStructuredModeAndTheHeadersBesideIt() throws Exception {
        ProducerRecord<byte[], byte[]> record = write(CloudEventsMode.STRUCTURED, EVENT);

        JsonNode document = new ObjectMapper().readTree(record.value());
        Map<String, String> read = new TreeMap<>();
        ATTRIBUTES.keySet().forEach(name -> read.put(name, document.get(name).asText()));
        assertThat(read).isEqualTo(ATTRIBUTES);
        assertThat(document.get("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(document.get("data").get("ü").asInt()).isEqualTo(1);
        assertThat(header(record, "content-type")).isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(attributes(record)).isEqualTo(ATTRIBUTES);
    }

    @Test
    void carriesBytesAsBase64InTheStructuredMode() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xFF};
        OutboundEvent event = TestEvents.of("north", "e-1", Payload.of("application/pdf", bytes))
                .build();

        ProducerRecord<byte[], byte[]> record = write(CloudEventsMode.STRUCTURED, event);

        JsonNode document = new ObjectMapper().readTree(record.value());
        assertThat(Base64.getDecoder().decode(document.get("data_base64").asText()))
                .isEqualTo(bytes);
        assertThat(document.has("data")).isFalse();
    }

    @Test
    void leavesOutWhatAnEventWithoutAKeyDoesNotHave() throws Exception {
        ProducerRecord<byte[], byte[]> record = write(CloudEventsMode.BINARY, TestEvents.simple("e-1"));

        assertThat(record.key()).isNull();
        assertThat(attributes(record)).doesNotContainKeys("streamkey", "generation", "seq");
    }

    @Test
    void keysAsItIsTold() throws Exception {
        byte[] key = {7};

        ProducerRecord<byte[], byte[]> record =
                new CloudEventRecord(event -> "events", event -> key, CloudEventsMode.BINARY).of(EVENT);

        assertThat(record.key()).isEqualTo(key);
    }

    private static ProducerRecord<byte[], byte[]> write(CloudEventsMode mode, OutboundEvent event) throws Exception {
        return new CloudEventRecord(each -> "events", CloudEventRecord::tenantAndStream, mode).of(event);
    }

    private static Map<String, String> attributes(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> attributes = new TreeMap<>();
        record.headers().forEach(header -> {
            if (header.key().startsWith("ce_")) {
                attributes.put(header.key().substring(3), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        return attributes;
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
