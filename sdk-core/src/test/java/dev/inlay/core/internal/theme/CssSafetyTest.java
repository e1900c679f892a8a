package dev.inlay.core.internal.theme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.testkit.contracts.Proves;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A partner's text stays inside of its declaration, whatever it is. */
@Proves("THM-4")
final class CssSafetyTest {

    private static final String ESCAPED = "(?:[A-Za-z0-9_-]|\\\\[0-9a-f]{1,6} )";
    private static final Pattern SHEET = Pattern.compile(
            ":root,\n\\[data-theme=\"light\"] \\{\n  --" + ESCAPED + "+: \"(?:" + ESCAPED + "| )+\";\n}\n");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: red; } body { display: none",
                "x\\",
                "\\\"",
                "</style><script>alert(1)</script>",
                "*/ /* <!-- -->",
                "url(//evil.example)",
                "@import 'x'",
                "'\"`(){}[]:;,!#%&",
                "Größe 字体 \uD83D\uDE00",
                "-",
                "--",
                "0",
                " ",
                "\u2028\u00a0\ufeff",
            })
    void writesHostileNamesAndFontsAsEscapes(String text) {
        String name = text.replaceAll("[{}.]", "!");
        String font = text.isBlank() ? "x" + text : text;

        String css = Layers.css("{" + json(name) + ":{\"$type\":\"fontFamily\",\"$value\":[" + json(font) + "]}}");

        assertThat(css).matches(SHEET);
    }

    @Test
    void writesAnythingRandomAsEscapes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String text = "x"
                    + random.ints(1 + random.nextInt(20), 0x20, 0x250)
                            .filter(c -> !Character.isISOControl(c) && c != '{' && c != '}' && c != '.')
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);

            String css = Layers.css("{" + json(text) + ":{\"$type\":\"fontFamily\",\"$value\":" + json(text) + "}}");

            assertThat(css).as("seed %s, text %s", seed, text).matches(SHEET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u0085b"})
    void refusesControlCharacters(String text) {
        String named = "{" + json(text) + ":{\"$type\":\"number\",\"$value\":1}}";
        String font = "{\"f\":{\"$type\":\"fontFamily\",\"$value\":" + json(text) + "}}";

        assertThatThrownBy(() -> Layers.theme(named)).hasMessageContaining("control characters");
        assertThatThrownBy(() -> Layers.theme(font)).hasMessageContaining("printable characters");
    }

    @Test
    void refusesLoneSurrogatesThatWereNotEvenEscaped() {
        assertThatThrownBy(() -> Layers.theme("{\"a\uD800b\":{\"$type\":\"number\",\"$value\":1}}"))
                .hasMessageContaining("lone surrogates");
        assertThatThrownBy(() -> Layers.theme("{\"f\":{\"$type\":\"fontFamily\",\"$value\":\"a\uDC00\"}}"))
                .hasMessageContaining("printable characters");
    }

    @Test
    void quotesWordsThatWouldMeanSomethingElseInCss() {
        assertThat(Layers.css("{\"f\":{\"$type\":\"fontFamily\",\"$value\":[\"inherit\",\"var(--x)\",\"serif\"]}}"))
                .contains("--f: \"inherit\", \"var\\28 --x\\29 \", serif;");
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        return json.append('"').toString();
    }
}
