package dev.inlay.core.internal.theme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentParser;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The public test cases of the DTCG for its format: all of them, as they say. Those for resolver documents are left
 * out: Inlay layers by the hierarchy and reads no such file.
 */
@Proves("THM-1")
final class DtcgVectorsTest {

    @TestFactory
    Stream<DynamicTest> answersAsTheCaseSays() throws IOException {
        Path cases = Path.of(System.getProperty("inlay.vectors", "none"), "dtcg", "cases", "format");
        if (!Files.isDirectory(cases)) {
            abort("the DTCG vectors are not at " + cases + "; set inlay.vectors to the folder that holds dtcg");
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (DocumentNode vector : manifest(cases)) {
            String id = text(vector, "id");
            Path input = cases.resolve(text(vector, "input"));
            boolean accepted = text(vector, "type").startsWith("Positive");
            tests.add(DynamicTest.dynamicTest(id, () -> check(Files.readString(input), accepted)));
        }
        assertThat(tests).as("cases in the manifest").hasSizeGreaterThan(90);
        return tests.stream();
    }

    private static void check(String tokens, boolean accepted) {
        if (accepted) {
            assertThatCode(() -> Layers.theme(tokens)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Layers.theme(tokens)).isInstanceOf(InvalidDocumentException.class);
        }
    }

    private static List<DocumentNode> manifest(Path cases) throws IOException {
        DocumentNode manifest = DocumentParser.parse("manifest", Files.readString(cases.resolve("manifest.json")));
        return Objects.requireNonNull(manifest.fields().get("tests")).items();
    }

    private static String text(DocumentNode vector, String field) {
        return Objects.requireNonNull(vector.fields().get(field), field).text();
    }
}
