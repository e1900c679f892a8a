package dev.inlay.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidDocumentException.Problem;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON document strictly: no comments, no repeated names, nothing behind the end, at most 100 levels deep. */
public final class DocumentParser {

    private static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final String document;
    private final JsonParser parser;

    private DocumentParser(String document, JsonParser parser) {
        this.document = document;
        this.parser = parser;
    }

    /**
     * Parses a document.
     *
     * @param document the name for error messages
     * @param text JSON
     * @return the root
     * @throws InvalidDocumentException naming line and place when the text is not JSON
     */
    public static DocumentNode parse(String document, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new DocumentParser(document, parser).root();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidDocumentException(List.of(new Problem(document, line, "", e.getOriginalMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DocumentNode root() throws IOException {
        if (parser.nextToken() == null) {
            throw new InvalidDocumentException(List.of(new Problem(document, 1, "", "the document is empty")));
        }
        DocumentNode root = value("");
        if (parser.nextToken() != null) {
            throw new InvalidDocumentException(
                    List.of(new Problem(document, line(), "", "something stands behind the end of the document")));
        }
        return root;
    }

    private DocumentNode value(String pointer) throws IOException {
        int line = line();
        return switch (parser.currentToken()) {
            case START_OBJECT -> node(line, pointer, Kind.OBJECT, fields(pointer));
            case START_ARRAY -> node(line, pointer, Kind.ARRAY, items(pointer));
            case VALUE_STRING -> node(line, pointer, Kind.STRING, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> node(line, pointer, Kind.NUMBER, parser.getDecimalValue());
            case VALUE_TRUE -> node(line, pointer, Kind.BOOLEAN, true);
            case VALUE_FALSE -> node(line, pointer, Kind.BOOLEAN, false);
            case VALUE_NULL -> node(line, pointer, Kind.NULL, null);
            default -> throw new IllegalStateException("unexpected " + parser.currentToken());
        };
    }

    private Map<String, DocumentNode> fields(String pointer) throws IOException {
        Map<String, DocumentNode> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(pointer + "/" + name.replace("~", "~0").replace("/", "~1")));
        }
        return Collections.unmodifiableMap(fields);
    }

    private List<DocumentNode> items(String pointer) throws IOException {
        List<DocumentNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(pointer + "/" + items.size()));
        }
        return Collections.unmodifiableList(items);
    }

    private DocumentNode node(int line, String pointer, Kind kind, @Nullable Object value) {
        return new DocumentNode(document, line, pointer, kind, value);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
