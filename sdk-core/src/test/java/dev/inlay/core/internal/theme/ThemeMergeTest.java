package dev.inlay.core.internal.theme;

import static dev.inlay.core.internal.theme.Layers.red;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.api.theme.Theme;
import dev.inlay.api.theme.ThemeToken;
import dev.inlay.testkit.contracts.Proves;
import org.junit.jupiter.api.Test;

@Proves("THM-2")
final class ThemeMergeTest {

    @Test
    void theLowestLevelWins() {
        Theme theme = new Layers()
                .light("inlay", "{\"a\":" + red("0") + ",\"b\":" + red("0") + ",\"c\":" + red("0") + "}")
                .light("medisoft", "{\"b\":" + red("0.2") + ",\"c\":" + red("0.2") + "}")
                .light("north-clinic", "{\"c\":" + red("1") + "}")
                .compile();

        assertThat(css(theme, Mode.LIGHT, "a")).isEqualTo("#000000");
        assertThat(css(theme, Mode.LIGHT, "b")).isEqualTo("#330000");
        assertThat(css(theme, Mode.LIGHT, "c")).isEqualTo("#ff0000");
    }

    @Test
    void darkGoesLevelByLevelSoThatALowerLightWinsOverAHigherDark() {
        Theme theme = new Layers()
                .light("inlay", "{\"a\":" + red("0") + ",\"b\":" + red("0") + "}")
                .dark("inlay", "{\"a\":" + red("0.2") + ",\"b\":" + red("0.2") + "}")
                .light("medisoft", "{\"a\":" + red("0.4") + "}")
                .compile();

        assertThat(css(theme, Mode.LIGHT, "a")).isEqualTo("#660000");
        assertThat(css(theme, Mode.DARK, "a")).isEqualTo("#660000");
        assertThat(css(theme, Mode.LIGHT, "b")).isEqualTo("#000000");
        assertThat(css(theme, Mode.DARK, "b")).isEqualTo("#330000");
    }

    @Test
    void anAliasOfThePlatformTakesWhatTheTenantPutInItsPlace() {
        Theme theme = new Layers()
                .light("inlay", "{\"brand\":" + red("0") + ",\"button\":{\"$value\":\"{brand}\"}}")
                .light("north-clinic", "{\"brand\":" + red("1") + "}")
                .dark("north-clinic", "{\"brand\":" + red("0.2") + "}")
                .compile();

        assertThat(css(theme, Mode.LIGHT, "button")).isEqualTo("#ff0000");
        assertThat(css(theme, Mode.DARK, "button")).isEqualTo("#330000");
    }

    @Test
    void aGroupThatIsExtendedBringsWhatALowerLevelPutIntoIt() {
        Theme theme = new Layers()
                .light("inlay", "{\"button\":{\"bg\":" + red("0") + "},\"primary\":{\"$extends\":\"{button}\"}}")
                .light("north-clinic", "{\"button\":{\"bg\":" + red("1") + "}}")
                .compile();

        assertThat(css(theme, Mode.LIGHT, "primary.bg")).isEqualTo("#ff0000");
    }

    @Test
    void everyTokenSaysWhichLayerDefinesIt() {
        Theme theme = new Layers()
                .light("inlay", "{\"a\":" + red("0") + ",\"b\":{\"$value\":\"{a}\"}}")
                .light("nordic", "{\"a\":" + red("1") + "}")
                .dark("nordic", "{\"a\":" + red("0.2") + "}")
                .compile();

        assertThat(theme.token(Mode.LIGHT, "a"))
                .contains(new ThemeToken("a", "color", "#ff0000", TenantId.of("nordic"), Mode.LIGHT));
        assertThat(theme.token(Mode.DARK, "a"))
                .contains(new ThemeToken("a", "color", "#330000", TenantId.of("nordic"), Mode.DARK));
        assertThat(theme.token(Mode.DARK, "b"))
                .contains(new ThemeToken("b", "color", "#330000", TenantId.of("inlay"), Mode.LIGHT));
    }

    @Test
    void aTokenKeepsItsTypeWhereALowerLevelNamesNone() {
        Theme theme = new Layers()
                .light("inlay", "{\"w\":{\"$type\":\"fontWeight\",\"$value\":400}}")
                .light("medisoft", "{\"w\":{\"$value\":\"bold\"}}")
                .compile();

        assertThat(css(theme, Mode.LIGHT, "w")).isEqualTo("700");
    }

    @Test
    void aLowerLevelCannotMakeAColourIntoSomethingElse() {
        Layers layers = new Layers()
                .light("inlay", "{\"a\":" + red("0") + "}")
                .light("medisoft", "{\"a\":\n{\"$type\":\"number\",\"$value\":1}}");

        assertThatThrownBy(layers::compile).hasMessageContaining("medisoft.tokens.json:2 /a/$type: must stay 'color'");
    }

    @Test
    void aTokenCannotBecomeAGroupNorAGroupAToken() {
        Layers layers = new Layers()
                .light("inlay", "{\"a\":" + red("0") + ",\"b\":{\"c\":" + red("0") + "}}")
                .light("medisoft", "{\"a\":{\"c\":" + red("0") + "},\n\"b\":" + red("0") + "}");

        assertThatThrownBy(layers::compile)
                .hasMessageContaining("medisoft.tokens.json:1 /a: is a group here and a token in inlay.tokens.json")
                .hasMessageContaining("medisoft.tokens.json:2 /b: is a token here and a group in inlay.tokens.json");
    }

    @Test
    void noLayersMakeAThemeWithoutTokens() {
        Theme theme = new Layers().compile();

        assertThat(theme.css()).isEmpty();
        assertThat(theme.tokens(Mode.LIGHT)).isEmpty();
        assertThat(theme.etag()).matches("\"[0-9a-f]{64}\"");
    }

    private static String css(Theme theme, Mode mode, String name) {
        return theme.token(mode, name).orElseThrow().css();
    }
}
