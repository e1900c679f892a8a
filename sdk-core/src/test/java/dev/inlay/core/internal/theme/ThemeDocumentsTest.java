package dev.inlay.core.internal.theme;

import static dev.inlay.core.internal.theme.Layers.red;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.theme.Mode;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.theme.ThemeSource;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("THM-1")
final class ThemeDocumentsTest {

    @TempDir
    private Path folder;

    private final ThemeDocuments documents = new ThemeDocuments(() -> List.of(
            TenantPath.parse("inlay/medisoft/nordic/north-clinic"), TenantPath.parse("inlay/medisoft/-/south")));
    private ThemeSource source;

    @BeforeEach
    void contribute() throws IOException {
        Files.createDirectory(folder.resolve("themes"));
        AtomicReference<ThemeSource> contributed = new AtomicReference<>();
        documents.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                contributed.set((ThemeSource) extension);
                return this;
            }
        });
        source = contributed.get();
    }

    @Test
    void keepsALayerPerNodeAndMode() throws IOException {
        write("medisoft.tokens.json", "{\"a\":" + red("0") + "}");
        write("medisoft.dark.tokens.json", "{\"a\":" + red("1") + "}");

        load();

        assertThat(source.layer(TenantId.of("medisoft"), Mode.LIGHT)
                        .orElseThrow()
                        .tokens())
                .isEqualTo("{\"a\":" + red("0") + "}");
        assertThat(source.layer(TenantId.of("medisoft"), Mode.DARK)
                        .orElseThrow()
                        .name())
                .isEqualTo(folder.resolve("themes/medisoft.dark.tokens.json").toString());
        assertThat(source.layer(TenantId.of("nordic"), Mode.LIGHT)).isEmpty();
    }

    @Test
    void theVersionGrowsOnlyWhenALayerDiffers() throws IOException {
        write("medisoft.tokens.json", "{}");
        load();
        long version = source.version();

        load();
        long same = source.version();
        write("medisoft.tokens.json", "{\"a\":" + red("0") + "}");
        load();

        assertThat(same).isEqualTo(version);
        assertThat(source.version()).isGreaterThan(version);
    }

    @Test
    void namesThePlacesOfEverythingThatIsWrongInAnyFile() throws IOException {
        write("medisoft.tokens.json", "{\"a\":\n7}");
        write("nordic.dark.tokens.json", "{\n\n\"b\":{\"$type\":\"x\"}}");
        write("not a node.tokens.json", "{}");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining(folder.resolve("themes/medisoft.tokens.json") + ":2 /a: must be an object")
                .hasMessageContaining("nordic.dark.tokens.json:3 /b/$type: unknown type")
                .hasMessageContaining("not a node.tokens.json: the file must be named after a node");
    }

    @Test
    void namesWhatCannotBeResolvedForATenantThoughEachFileIsRight() throws IOException {
        write("inlay.tokens.json", "{\"a\":" + red("0") + "}");
        write("nordic.tokens.json", "{\"b\":{\"$value\":\"{a}\"}}");
        write("south.tokens.json", "{\"c\":\n{\"$value\":\"{b}\"}}");

        assertThatThrownBy(this::load)
                .hasMessageContaining("1 problem:")
                .hasMessageContaining("south.tokens.json:2 /c/$value: there is no token '{b}' in this theme");
    }

    @Test
    void whatIsBrokenDoesNotComeIntoForce() throws IOException {
        write("medisoft.tokens.json", "{}");
        load();
        long version = source.version();

        write("medisoft.tokens.json", "{");

        assertThatThrownBy(this::load).isInstanceOf(InvalidDocumentException.class);
        assertThat(source.version()).isEqualTo(version);
        assertThat(source.layer(TenantId.of("medisoft"), Mode.LIGHT)
                        .orElseThrow()
                        .tokens())
                .isEqualTo("{}");
    }

    @Test
    void aFolderWithoutThemesHasNone() throws IOException {
        Files.delete(folder.resolve("themes"));

        load();

        assertThat(source.layer(TenantId.of("medisoft"), Mode.LIGHT)).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("themes").resolve(name), text);
    }

    private void load() throws IOException {
        Problems problems = new Problems();
        Runnable inForce = documents.read(new DocumentFolder(folder), problems);
        problems.throwIfAny();
        inForce.run();
    }
}
