package dev.inlay.provider.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.Proves;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we write is read back by the rules that read the vectors. */
@Proves("EVT-7")
final class CloudEventVectorsTest {

    private static final long SEED = 20_261_121;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesEveryVectorSoThatItIsReadTheSame() throws Exception {
        for (JsonNode vector : Vectors.read("cloudevents")) {
            ReadEvent event = ReadEvent.of(vector);
            Map<String, Object> attributes = new TreeMap<>(event.attributes());

            byte[] written = CloudEventJson.write(attributes, Payload.of(event.contentType(), event.data()));

            assertThat(ReadEvent.of(JSON.readTree(written))).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesTheEventOfEveryVector(CloudEventsMode mode) throws Exception {
        for (JsonNode vector : Vectors.read("cloudevents")) {
            ReadEvent event = ReadEvent.of(vector);
            OffsetDateTime time = OffsetDateTime.parse(
                    event.attributes().getOrDefault("time", TestEvents.AT).toString());
            OutboundEvent published = OutboundEvent.builder(
                            TenantId.of("north-clinic"),
                            "bus",
                            event.attributes().get("id").toString(),
                            event.attributes().get("type").toString(),
                            time.toInstant(),
                            Payload.of(event.contentType(), event.data()))
                    .build();

            ReadEvent read = written(mode, published);

            assertThat(read.attributes())
                    .as(vector.toString())
                    .containsEntry("specversion", event.attributes().get("specversion"))
                    .containsEntry("id", event.attributes().get("id"))
                    .containsEntry("type", event.attributes().get("type"))
                    .containsEntry("source", "/inlay/tenants/north-clinic")
                    .containsEntry("time", time.toInstant().toString());
            assertThat(read.contentType()).isEqualTo(event.contentType());
            assertThat(read.data()).isEqualTo(event.data());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReadAsItWasPublishedWhateverItHolds(CloudEventsMode mode) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            OutboundEvent event = event(i, random);

            ReadEvent read = written(mode, event);

            assertThat(read.attributes())
                    .as("event %s of seed %s", i, SEED)
                    .containsEntry("id", event.eventId())
                    .containsEntry("type", event.type())
                    .containsEntry("streamkey", event.key().orElseThrow())
                    .containsEntry("seq", Long.toString(event.seq()))
                    .containsEntry("specversion", "1.0");
            assertThat(read.contentType()).isEqualTo(event.payload().contentType());
            assertThat(read.data()).isEqualTo(event.payload().bytes());
        }
    }

    private static ReadEvent written(CloudEventsMode mode, OutboundEvent event) throws Exception {
        return ReadEvent.of(new CloudEventRecord(each -> "events", CloudEventRecord::tenantAndStream, mode).of(event));
    }

    private static OutboundEvent event(int number, Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        Payload payload = random.nextBoolean()
                ? Payload.of("application/octet-stream", bytes)
                : TestEvents.json("{\"text\":\"" + random.nextInt() + " \u00fc\ud83d\ude00\"}");
        return TestEvents.of("north-clinic", "e-" + number, payload).stream(
                        text(random), 1, random.nextLong(1, Long.MAX_VALUE))
                .build();
    }

    /** Everything that a key may hold, and JSON writes in a way of its own. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder("k");
        for (int i = random.nextInt(20); i >= 0; i--) {
            int c = random.nextInt(5) == 0 ? random.nextInt(0x20, 0xd800) : random.nextInt(0x20, 0x7f);
            text.appendCodePoint(c);
        }
        return new String(text.append("\ud83d\ude00").toString().getBytes(UTF_8), UTF_8);
    }
}
