package dev.inlay.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DocumentParserTest {

    @Test
    void knowsLineAndPointerOfEveryValue() {
        DocumentNode root = DocumentParser.parse("a.json", "{\n \"x/y\": [1,\n  {\"n~\": true}]\n}");

        DocumentNode inner = root.fields().get("x/y").items().get(1).fields().get("n~");

        assertThat(inner.line()).isEqualTo(3);
        assertThat(inner.pointer()).isEqualTo("/x~1y/1/n~0");
        assertThat(inner.bool()).isTrue();
    }

    @Test
    void namesTheLineOfASyntaxError() {
        assertThatThrownBy(() -> DocumentParser.parse("a.json", "{\n \"x\": ?\n}"))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("a.json:2");
    }

    @Test
    void refusesRepeatedNamesTrailingTextAndDepth() {
        assertThatThrownBy(() -> DocumentParser.parse("a.json", "{\"x\":1,\n\"x\":2}"))
                .hasMessageContaining("a.json:2")
                .hasMessageContaining("x");
        assertThatThrownBy(() -> DocumentParser.parse("a.json", "{} {}")).hasMessageContaining("behind the end");
        assertThatThrownBy(() -> DocumentParser.parse("a.json", "[".repeat(101)))
                .isInstanceOf(InvalidDocumentException.class);
        assertThatThrownBy(() -> DocumentParser.parse("a.json", "")).hasMessageContaining("empty");
    }

    @Test
    void collectsEveryProblem() {
        DocumentNode root = DocumentParser.parse("a.json", "{\"a\": 1,\n\"b\": 2}");
        Problems problems = new Problems();

        problems.required(root, "a", Kind.STRING);
        problems.required(root, "c", Kind.STRING);
        problems.allowOnly(root, Set.of("a"));

        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("a.json:1 /a: must be a string, not a number")
                .hasMessageContaining("a.json:1: field 'c' is missing")
                .hasMessageContaining("a.json:2 /b: unknown field 'b'");
    }
}
