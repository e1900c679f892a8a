package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that points at another place in the merged document: a curly alias (DTCG §7.1.1) or a JSON Pointer
 * (§7.1.2).
 *
 * @param where where it stands
 * @param segments the names on the way from the root
 * @param isPointer whether it is a JSON Pointer, which may lead inside of a value
 */
record Reference(DocumentNode where, List<String> segments, boolean isPointer) {

    private static final String REF = "$ref";

    /** Whether a value is a reference of either kind. */
    static boolean isAt(DocumentNode value) {
        return isAlias(value) || isPointer(value);
    }

    /** Whether a value is an object with {@code $ref}. */
    static boolean isPointer(DocumentNode value) {
        return value.kind() == Kind.OBJECT && value.fields().containsKey(REF);
    }

    private static boolean isAlias(DocumentNode value) {
        return value.kind() == Kind.STRING && value.text().startsWith("{");
    }

    /** Reads the reference that a value is. */
    static Optional<Reference> at(DocumentNode value, Problems problems) {
        if (isAlias(value)) {
            return alias(value, problems);
        }
        if (value.fields().size() > 1) {
            problems.add(value, "nothing may stand beside $ref");
        }
        return problems.optional(value, REF, Kind.STRING).flatMap(text -> pointer(text, problems));
    }

    /** Reads a text that is either an alias or a pointer. */
    static Optional<Reference> inText(DocumentNode text, Problems problems) {
        return isAlias(text) ? alias(text, problems) : pointer(text, problems);
    }

    /** Reads the text of a {@code $ref}. */
    static Optional<Reference> pointer(DocumentNode text, Problems problems) {
        if (!text.text().startsWith("#/")) {
            problems.add(text, "a JSON Pointer reference must begin with #/, as in #/color/brand/$value");
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String segment : text.text().substring(2).split("/", -1)) {
            if (segment.isEmpty()) {
                problems.add(text, "a JSON Pointer reference must not have an empty name");
                return Optional.empty();
            }
            try {
                String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
                segments.add(decoded.replace("~1", "/").replace("~0", "~"));
            } catch (IllegalArgumentException e) {
                problems.add(text, "a JSON Pointer reference has a broken percent escape");
                return Optional.empty();
            }
        }
        return Optional.of(new Reference(text, List.copyOf(segments), true));
    }

    private static Optional<Reference> alias(DocumentNode text, Problems problems) {
        String braced = text.text();
        if (!braced.endsWith("}")) {
            problems.add(text, "a reference must end with }, as in {color.brand}");
            return Optional.empty();
        }
        List<String> segments = List.of(braced.substring(1, braced.length() - 1).split("\\.", -1));
        boolean wellFormed = segments.stream().allMatch(Reference::isName);
        if (!wellFormed) {
            problems.add(text, "a reference must be names joined by dots in braces, as in {color.brand}");
            return Optional.empty();
        }
        return Optional.of(new Reference(text, segments, false));
    }

    private static boolean isName(String segment) {
        return segment.equals(TokenTree.ROOT)
                || !(segment.isEmpty() || segment.startsWith("$") || segment.contains("{") || segment.contains("}"));
    }

    /** As it stands in the document. */
    @Override
    public String toString() {
        return where.kind() == Kind.STRING ? where.text() : where.pointer();
    }
}
