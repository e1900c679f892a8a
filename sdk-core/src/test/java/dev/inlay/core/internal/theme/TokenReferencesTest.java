package dev.inlay.core.internal.theme;

import static dev.inlay.core.internal.theme.Layers.red;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.theme.Mode;
import dev.inlay.api.theme.Theme;
import dev.inlay.testkit.contracts.Proves;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Proves("THM-1")
final class TokenReferencesTest {

    @Test
    void followsAliasesInsideOfComposites() {
        Theme theme = Layers.theme("""
                {"ink": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [0, 0, 0]}},
                 "thin": {"$type": "dimension", "$value": {"value": 1, "unit": "px"}},
                 "line": {"$type": "strokeStyle", "$value": "dotted"},
                 "frame": {"$type": "border", "$value": {"color": "{ink}", "width": "{thin}", "style": "{line}"}}}
                """);

        assertThat(css(theme, "frame")).isEqualTo("1px dotted #000000");
    }

    @Test
    void followsPointersIntoValuesAndThroughAliases() {
        Theme theme = Layers.theme("""
                {"base": {"$type": "dimension", "$value": {"value": 16, "unit": "px"}},
                 "same": {"$value": "{base}"},
                 "half": {"$type": "dimension", "$value": {"value": {"$ref": "#/same/$value/value"}, "unit": "rem"}},
                 "whole": {"$ref": "#/base"}}
                """);

        assertThat(css(theme, "half")).isEqualTo("16rem");
        assertThat(css(theme, "whole")).isEqualTo("16px");
    }

    @Test
    void readsEscapedNamesInPointers() {
        Theme theme = Layers.theme("{\"a/b ~c\":" + red("1") + ",\"d\":{\"$ref\":\"#/a~1b%20~0c/$value\"}}");

        assertThat(css(theme, "d")).isEqualTo("#ff0000");
    }

    @Test
    void givesTheBaseTokenOfAGroupTheNameOfTheGroup() {
        Theme theme =
                Layers.theme("{\"accent\":{\"$root\":" + red("1") + ",\"soft\":{\"$value\":\"{accent.$root}\"}}}");

        assertThat(theme.css()).contains("--accent: #ff0000;").contains("--accent-soft: #ff0000;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a}|the reference goes in a circle: a > b > a",
                "{nowhere.b}|there is no token '{nowhere.b}'",
                "{group}|'{group}' is a group",
                "{red.components}|must refer to a whole token",
                "{a..b}|must be names joined by dots",
                "{a|must end with }",
                "{w}|'{w}' is of type 'fontWeight'; 'color' is needed here"
            })
    void refusesAReferenceThatLeadsNowhere(String alias, String message) {
        String tokens = "{\"a\":{\"$type\":\"color\",\"$value\":\"{b}\"},\n\"b\":{\"$type\":\"color\",\"$value\":\""
                + alias + "\"},\"group\":{},\"red\":" + red("1") + ",\"w\":{\"$type\":\"fontWeight\",\"$value\":1}}";

        assertThatThrownBy(() -> Layers.theme(tokens))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("inlay.tokens.json:2 /b/$value: ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesACircleThroughPointers() {
        String tokens = """
                {"a": {"$type": "dimension", "$value": {"value": {"$ref": "#/b/$value/value"}, "unit": "px"}},
                 "b": {"$type": "dimension", "$value": {"value": {"$ref": "#/a/$value/value"}, "unit": "px"}}}
                """;

        assertThatThrownBy(() -> Layers.theme(tokens)).hasMessageContaining("they go in a circle");
    }

    @Test
    void followsALongChainOnlySoFar() {
        String chain = IntStream.range(0, 20_000 / 10)
                .mapToObj(i -> String.format("\"t%04d\":{\"$value\":\"{t%04d}\"}", i, i + 1))
                .collect(Collectors.joining(",", "{", ",\"t2000\":" + red("1") + "}"));

        assertThatThrownBy(() -> Layers.theme(chain)).hasMessageContaining("more than 100 references");
    }

    @Test
    void refusesAGroupThatExtendsWhatItStandsIn() {
        String tokens = "{\"button\":{\"bg\":" + red("1") + ",\"inner\":{\"$extends\":\"{button}\"}}}";

        assertThatThrownBy(() -> Layers.theme(tokens)).hasMessageContaining("$extends goes in a circle");
    }

    @Test
    void extendsOnlyAFewThousandTokens() {
        String doubling = IntStream.range(1, 40)
                .mapToObj(i -> "\"g" + i + "\":{\"x\":{\"$extends\":\"{g" + (i - 1) + "}\"},\"y\":{\"$extends\":\"{g"
                        + (i - 1) + "}\"}}")
                .collect(Collectors.joining(",", "{\"g0\":{\"t\":" + red("1") + "},", "}"));

        assertThatThrownBy(() -> Layers.theme(doubling)).hasMessageContaining("tokens would be inherited");
    }

    @Test
    void aTokenWithoutATypeIsRefusedThoughItsValueLooksLikeOne() {
        assertThatThrownBy(() -> Layers.theme("{\"a\":{\"$value\":1}}")).hasMessageContaining("/a: has no type");
    }

    @Test
    void namesEveryProblemOfADocumentAtOnce() {
        String tokens = """
                {"a": {"$type": "colour", "$value": 1},
                 "b.c": {"$value": 1},
                 "d": {"$type": "dimension", "$value": {"value": "1", "unit": "em"}},
                 "e": 7}
                """;

        assertThatThrownBy(() -> Layers.theme(tokens))
                .hasMessageContaining("inlay.tokens.json:1 /a/$type: unknown type")
                .hasMessageContaining("inlay.tokens.json:2 /b.c: a name must not contain")
                .hasMessageContaining("inlay.tokens.json:3 /d/$value/value: must be a number, not a string")
                .hasMessageContaining("inlay.tokens.json:3 /d/$value/unit: must be one of [px, rem]")
                .hasMessageContaining("inlay.tokens.json:4 /e: must be an object, not a number");
    }

    private static String css(Theme theme, String name) {
        return theme.token(Mode.LIGHT, name).orElseThrow().css();
    }
}
