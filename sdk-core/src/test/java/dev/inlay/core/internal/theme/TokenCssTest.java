package dev.inlay.core.internal.theme;

import static dev.inlay.core.internal.theme.Layers.red;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.testkit.contracts.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("THM-4")
final class TokenCssTest {

    private static final String BLACK = "{\"colorSpace\":\"srgb\",\"components\":[0,0,0]}";
    private static final String PX = "{\"value\":1,\"unit\":\"px\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dimension|{'value':1.50,'unit':'rem'}|1.5rem",
                "duration|{'value':2e2,'unit':'ms'}|200ms",
                "number|-0.0|0",
                "number|0.12345678901234|0.123456789",
                "fontWeight|'demi-bold'|600",
                "fontFamily|['Open Sans','sans-serif']|\"Open Sans\", sans-serif",
                "cubicBezier|[0.5,-1,1,2]|cubic-bezier(0.5, -1, 1, 2)",
                "strokeStyle|'groove'|groove",
                "color|{'colorSpace':'srgb','components':[0.2,0.4,0.8]}|#3366cc",
                "color|{'colorSpace':'srgb','components':[0.2,0.4,0.8],'alpha':0.5}|rgb(51 102 204 / 0.5)",
                "color|{'colorSpace':'srgb','components':['none',0.4,0.8]}|color(srgb none 0.4 0.8)",
                "color|{'colorSpace':'hsl','components':[180,50,'none']}|hsl(180 50% none)",
                "color|{'colorSpace':'oklch','components':[0.7,0.3,328.3],'alpha':0.1}|oklch(0.7 0.3 328.3 / 0.1)",
                "color|{'colorSpace':'display-p3','components':[1,0.5,0]}|color(display-p3 1 0.5 0)",
            })
    void writesSimpleValues(String type, String value, String css) {
        assertThat(token(type, value.replace('\'', '"'))).contains("  --t: " + css + ";\n");
    }

    @Test
    void writesAShadowAndAListOfThem() {
        String shadow = "{\"color\":" + BLACK + ",\"offsetX\":" + PX + ",\"offsetY\":" + PX + ",\"blur\":" + PX
                + ",\"spread\":" + PX + ",\"inset\":true}";

        assertThat(token("shadow", "[" + shadow + "," + shadow + "]"))
                .contains("--t: inset 1px 1px 1px 1px #000000, inset 1px 1px 1px 1px #000000;");
    }

    @Test
    void keepsTheStopsOfAGradientOnItsAxis() {
        String gradient = "[{\"color\":" + BLACK + ",\"position\":-9},{\"color\":" + BLACK + ",\"position\":0.333}]";

        assertThat(token("gradient", gradient)).contains("--t: #000000 0%, #000000 33.3%;");
    }

    @Test
    void writesATransitionWithoutTheProperty() {
        String transition = "{\"duration\":{\"value\":1,\"unit\":\"s\"},\"delay\":{\"value\":5,\"unit\":\"ms\"},"
                + "\"timingFunction\":[0,0,1,1]}";

        assertThat(token("transition", transition)).contains("--t: 1s cubic-bezier(0, 0, 1, 1) 5ms;");
    }

    @Test
    void writesTypographyAsFontAndInParts() {
        String typography = "{\"fontFamily\":\"Inter\",\"fontSize\":" + PX
                + ",\"fontWeight\":\"bold\",\"letterSpacing\":" + PX + ",\"lineHeight\":1.5}";

        assertThat(token("typography", typography))
                .contains("--t: 700 1px/1.5 \"Inter\";")
                .contains("--t-font-family: \"Inter\";")
                .contains("--t-font-size: 1px;")
                .contains("--t-font-weight: 700;")
                .contains("--t-letter-spacing: 1px;")
                .contains("--t-line-height: 1.5;");
    }

    @Test
    void writesDashesBesideTheNearestStyleOfCss() {
        assertThat(token("strokeStyle", "{\"dashArray\":[" + PX + "," + PX + "],\"lineCap\":\"butt\"}"))
                .contains("--t: dashed;")
                .contains("--t-dash-array: 1px 1px;")
                .contains("--t-line-cap: butt;");
    }

    @Test
    void darkHoldsOnlyWhatDiffers() {
        String css = new Layers()
                .light("inlay", "{\"a\":" + red("0") + ",\"b\":" + red("0") + "}")
                .dark("inlay", "{\"a\":" + red("0") + ",\"b\":" + red("1") + ",\"c\":" + red("1") + "}")
                .compile()
                .css();

        assertThat(css).isEqualTo("""
                :root,
                [data-theme="light"] {
                  --a: #000000;
                  --b: #000000;
                }
                @media (prefers-color-scheme: dark) {
                  :root:not([data-theme="light"]) {
                    --b: #ff0000;
                    --c: #ff0000;
                  }
                }
                :root[data-theme="dark"],
                [data-theme="dark"] {
                  --b: #ff0000;
                  --c: #ff0000;
                }
                """);
    }

    @Test
    void refusesTwoTokensThatWouldBeOneProperty() {
        assertThatThrownBy(() -> Layers.theme("{\"a-b\":" + red("0") + ",\n\"a\":{\"b\":" + red("0") + "}}"))
                .hasMessageContaining(
                        "inlay.tokens.json:2 /a/b: 'a.b' and 'a-b' would both be the custom property --a-b");
    }

    @Test
    void refusesATokenThatWouldBeAPartOfAnother() {
        String dashed = "{\"$type\":\"strokeStyle\",\"$value\":{\"dashArray\":[" + PX + "],\"lineCap\":\"butt\"}}";

        assertThatThrownBy(() -> Layers.theme("{\"t\":" + dashed + ",\"t-line-cap\":" + red("0") + "}"))
                .hasMessageContaining("would both be the custom property --t-line-cap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000", "-1e9", "1e999999999", "9e2147483647"})
    void refusesNumbersThatWouldFillTheMemory(String number) {
        assertThatThrownBy(() -> token("number", number)).hasMessageContaining("must be less than 1000000000");
    }

    @Test
    void takesAVanishingNumberForNothing() {
        assertThat(token("number", "1e-999999999")).contains("--t: 0;");
    }

    private static String token(String type, String value) {
        return Layers.css("{\"t\":{\"$type\":\"" + type + "\",\"$value\":" + value + "}}");
    }
}
