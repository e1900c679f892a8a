package dev.inlay.provider.jooq.internal.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptTest {

    private static final Path SCRIPTS = Path.of("src/main/resources/dev/inlay/provider/jooq");
    private static final Pattern COLUMN = Pattern.compile("^    ([a-z_]+) [a-z]", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void knowsEveryScriptInTheFolder(String folder) throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS.resolve(folder))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();

            assertThat(Script.all(folder)).extracting(Script::fileName).containsExactlyElementsOf(names);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "h2"})
    void hasTheTablesAndColumnsThatTheCodeIsGeneratedFrom(String folder) {
        List<String> generated =
                Script.all("postgresql").stream().flatMap(ScriptTest::columns).toList();

        assertThat(Script.all(folder).stream().flatMap(ScriptTest::columns)).containsExactlyElementsOf(generated);
        assertThat(generated).hasSizeGreaterThan(80);
    }

    @Test
    void splitsAtSemicolonsThatEndALine() {
        Script script =
                new Script(1, "two", "-- a; b;\ncreate table a (\n    b int\n);\n\ninsert into a values (';');\n");

        assertThat(script.statements()).containsExactly("create table a (\n    b int\n)", "insert into a values (';')");
    }

    @Test
    void hasAChecksumThatLineEndsDoNotChange() throws IOException {
        try (InputStream in = ScriptTest.class.getResourceAsStream("/dev/inlay/provider/jooq/h2/V1__outbox.sql")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(Script.of(1, "outbox", text.replace("\n", "\r\n")).checksum())
                    .isEqualTo(Script.all("h2").get(0).checksum())
                    .hasSize(64);
        }
    }

    private static Stream<String> columns(Script script) {
        return script.statements().stream()
                .filter(statement -> statement.startsWith("create table"))
                .flatMap(statement -> COLUMN.matcher(statement).results().map(match -> match.group(1)));
    }
}
