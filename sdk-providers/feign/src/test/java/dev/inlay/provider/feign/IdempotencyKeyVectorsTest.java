package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.provider.feign.internal.FieldValue;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The quoted Idempotency-Key is a structured field string, by the vectors of the HTTP working group (RFC 9651). */
@Proves({"EVT-6", "EVT-7"})
final class IdempotencyKeyVectorsTest {

    @Test
    void writesEachStringInItsCanonicalForm() throws Exception {
        int compared = 0;
        for (JsonNode vector : strings()) {
            if (!vector.path("must_fail").asBoolean()) {
                String text = vector.get("expected").get(0).textValue();
                String canonical = vector.path("canonical")
                        .path(0)
                        .asText(vector.get("raw").get(0).textValue());

                assertThat(FieldValue.quoted(text))
                        .as(vector.get("name").textValue())
                        .contains(canonical);
                compared++;
            }
        }
        assertThat(compared).as("strings").isGreaterThan(5);
    }

    @Test
    void refusesEachCharacterThatNoStringMayHold() {
        for (int c = 0; c < 0x180; c++) {
            Optional<String> written = FieldValue.quoted("a" + (char) c);

            assertThat(written.isPresent()).as("U+%04X", c).isEqualTo(c >= ' ' && c < 127);
        }
    }

    @Test
    void sendsTheVectorsThatAreVisibleAndRefusesTheOthers() throws Exception {
        try (Receiver erp = new Receiver();
                TestInstance instance = new TestInstance(FeignTransport.to("erp", erp.address()))) {
            List<String> sent = new ArrayList<>();
            for (String text : texts()) {
                boolean visible = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);

                Kind kind = instance.transport()
                        .deliver(TestEvents.event(text, TestEvents.json("{}")).build())
                        .kind();

                assertThat(kind).as(text).isEqualTo(visible ? Kind.DELIVERED : Kind.REFUSED);
                if (visible) {
                    sent.add(FieldValue.quoted(text).orElseThrow());
                }
            }
            assertThat(erp.received())
                    .extracting(request -> request.header("Idempotency-Key"))
                    .isNotEmpty()
                    .containsExactlyElementsOf(sent);
        }
    }

    /** Those of the vectors, and the string within the quotes of those that must fail. */
    private static List<String> texts() throws Exception {
        List<String> texts = new ArrayList<>();
        for (JsonNode vector : strings()) {
            if (vector.path("must_fail").asBoolean()) {
                texts.add(vector.get("raw").get(0).textValue());
            } else {
                texts.add(vector.get("expected").get(0).textValue());
            }
        }
        texts.add("8e03978e-40d5-43dd-bc93-6894a57f9324");
        return texts;
    }

    private static List<JsonNode> strings() throws Exception {
        List<JsonNode> strings = new ArrayList<>();
        Vectors.read("structured-fields/string.json").get(0).forEach(vector -> {
            if (vector.get("header_type").textValue().equals("item")
                    && (vector.path("must_fail").asBoolean()
                            || vector.get("expected").get(0).isTextual())) {
                strings.add(vector);
            }
        });
        return strings;
    }
}
