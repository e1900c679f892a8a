package dev.inlay.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CanonicalJsonTest {

    /** The names of RFC 8785 §3.2.3, in the order that the RFC gives. */
    @Test
    void sortsNamesByUtf16CodeUnits() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("\u20ac", "Euro Sign");
        fields.put("\r", "Carriage Return");
        fields.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        fields.put("1", "One");
        fields.put("\ud83d\ude00", "Emoji: Grinning Face");
        fields.put("\u0080", "Control");
        fields.put("\u00f6", "Latin Small Letter O With Diaeresis");

        String json = CanonicalJson.write(fields);

        assertThat(json)
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                        + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void escapesOnlyWhatMustBe() {
        assertThat(CanonicalJson.write(Arrays.asList("\u20ac$\u000f\nA'B\"\\\\\"/", true, null, 7L)))
                .isEqualTo("[\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",true,null,7]");
    }

    @Test
    void refusesWhatHasNoExactForm() {
        assertThatThrownBy(() -> CanonicalJson.write(0.1)).hasMessageContaining("Double");
        assertThatThrownBy(() -> CanonicalJson.write((1L << 53) + 1)).hasMessageContaining("2^53");
        assertThatThrownBy(() -> CanonicalJson.write("\ud83d")).hasMessageContaining("surrogate");
    }
}
