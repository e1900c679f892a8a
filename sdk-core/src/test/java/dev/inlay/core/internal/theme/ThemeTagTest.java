package dev.inlay.core.internal.theme;

import static dev.inlay.core.internal.theme.Layers.red;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.theme.Theme;
import dev.inlay.testkit.contracts.Proves;
import org.junit.jupiter.api.Test;

@Proves("THM-4")
final class ThemeTagTest {

    @Test
    void theSameTokensInAnotherOrderAndSpellingHaveTheSameTagAndBytes() {
        Theme one = Layers.theme("""
                {"a": {"$type": "number", "$value": 1.50},
                 "b": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [1, 0, 0], "alpha": 1}}}
                """);

        Theme other = Layers.theme("""
                {"b": {"$value": {"components": [1.0, 0e1, 0], "colorSpace": "srgb"}, "$type": "color",
                       "$description": "other words"},
                 "a": {"$value": 15e-1, "$type": "number"}}
                """);

        assertThat(other.etag()).isEqualTo(one.etag());
        assertThat(other.css()).isEqualTo(one.css());
    }

    @Test
    void aTagDoesNotDependOnTheLayerThatATokenIsIn() {
        Theme one = new Layers().light("inlay", "{\"a\":" + red("1") + "}").compile();
        Theme other = new Layers()
                .light("inlay", "{\"a\":" + red("0") + "}")
                .light("medisoft", "{\"a\":" + red("1") + "}")
                .compile();

        assertThat(other.etag()).isEqualTo(one.etag());
    }

    @Test
    void anotherValueHasAnotherTag() {
        Theme one = Layers.theme("{\"a\":" + red("1") + "}");

        assertThat(Layers.theme("{\"a\":" + red("0.99") + "}").etag()).isNotEqualTo(one.etag());
        assertThat(Layers.theme("{\"b\":" + red("1") + "}").etag()).isNotEqualTo(one.etag());
        assertThat(new Layers()
                        .light("inlay", "{\"a\":" + red("1") + "}")
                        .dark("inlay", "{\"a\":" + red("0") + "}")
                        .compile()
                        .etag())
                .isNotEqualTo(one.etag());
    }

    @Test
    void aTagIsQuotedForTheHeader() {
        assertThat(Layers.theme("{}").etag()).matches("\"[0-9a-f]{64}\"");
    }
}
