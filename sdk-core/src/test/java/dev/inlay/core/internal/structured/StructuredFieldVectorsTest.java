package dev.inlay.core.internal.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.core.internal.Vectors;
import dev.inlay.core.internal.structured.StructuredFields.Duplicates;
import dev.inlay.testkit.contracts.Proves;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of the HTTP working group. */
@Proves("TEN-4")
final class StructuredFieldVectorsTest {

    @TestFactory
    Stream<DynamicTest> dictionary() {
        return cases("dictionary");
    }

    @TestFactory
    Stream<DynamicTest> item() {
        return cases("item");
    }

    @TestFactory
    Stream<DynamicTest> string() {
        return cases("string");
    }

    private static Stream<DynamicTest> cases(String file) {
        JsonNode cases = Vectors.read("structured-fields/" + file + ".json");
        return StreamSupport.stream(cases.spliterator(), false)
                .map(example -> DynamicTest.dynamicTest(example.get("name").asText(), () -> check(example)));
    }

    private static void check(JsonNode example) throws StructuredFieldException {
        String raw = joined(example.get("raw"));
        boolean dictionary = example.get("header_type").asText().equals("dictionary");
        if (example.path("must_fail").asBoolean()) {
            assertThatExceptionOfType(StructuredFieldException.class).isThrownBy(() -> parse(raw, dictionary));
            return;
        }
        Object parsed;
        try {
            parsed = parse(raw, dictionary);
        } catch (StructuredFieldException e) {
            if (!example.path("can_fail").asBoolean()) {
                fail(raw + " was refused", e);
            }
            return;
        }
        assertThat(parsed).isEqualTo(expected(example.get("expected"), dictionary));
        assertThat(written(parsed))
                .isEqualTo(joined(
                        example.path("canonical").isMissingNode() ? example.get("raw") : example.get("canonical")));
    }

    private static Object parse(String raw, boolean dictionary) throws StructuredFieldException {
        return dictionary ? StructuredFields.dictionary(raw, Duplicates.LAST_WINS) : StructuredFields.item(raw);
    }

    @SuppressWarnings("unchecked")
    private static String written(Object parsed) throws StructuredFieldException {
        return parsed instanceof Item item
                ? StructuredFields.write(item)
                : StructuredFields.write((Map<String, Member>) parsed);
    }

    private static String joined(JsonNode lines) {
        StringJoiner text = new StringJoiner(", ");
        lines.forEach(line -> text.add(line.asText()));
        return text.toString();
    }

    private static Object expected(JsonNode node, boolean dictionary) {
        if (!dictionary) {
            return member(node);
        }
        Map<String, Member> members = new LinkedHashMap<>();
        node.forEach(entry -> members.put(entry.get(0).asText(), member(entry.get(1))));
        return members;
    }

    private static Member member(JsonNode node) {
        if (node.get(0).isArray()) {
            return new InnerList(
                    StreamSupport.stream(node.get(0).spliterator(), false)
                            .map(item -> (Item) member(item))
                            .toList(),
                    parameters(node.get(1)));
        }
        return new Item(bare(node.get(0)), parameters(node.get(1)));
    }

    private static Map<String, Object> parameters(JsonNode node) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        node.forEach(entry -> parameters.put(entry.get(0).asText(), bare(entry.get(1))));
        return parameters;
    }

    private static Object bare(JsonNode node) {
        if (node.isObject()) {
            String value = node.get("value").asText();
            return node.get("__type").asText().equals("binary") ? Bytes.of(base32(value)) : new Token(value);
        }
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return node.isIntegralNumber() ? (Object) node.asLong() : node.decimalValue();
    }

    /** RFC 4648 §6, as the cases write bytes. */
    private static byte[] base32(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int bits = 0;
        int count = 0;
        for (char c : text.replace("=", "").toCharArray()) {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes.write(bits >> count);
            }
        }
        return bytes.toByteArray();
    }
}
