package dev.inlay.core.internal.theme;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidDocumentException.Problem;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.DocumentParser;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.theme.TokenTree.Group;
import dev.inlay.core.internal.theme.TokenTree.Token;
import dev.inlay.spi.theme.ThemeSource.ThemeLayer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a layer: everything that can be checked without the other layers. Descriptions, deprecations and
 * extensions are checked and not kept. Not thread-safe.
 */
final class LayerReading {

    /** The longest layer, in characters. */
    static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_NAME = 200;
    private static final Set<String> TOKEN_FIELDS =
            Set.of("$value", "$ref", "$type", "$description", "$deprecated", "$extensions");
    private static final Set<String> GROUP_FIELDS =
            Set.of("$type", "$description", "$deprecated", "$extensions", "$extends", TokenTree.ROOT);

    private final TenantId node;
    private final Mode mode;
    private final Problems problems;

    private LayerReading(TenantId node, Mode mode, Problems problems) {
        this.node = node;
        this.mode = mode;
        this.problems = problems;
    }

    /** Reads a layer; it may be used only when no problem was noted. */
    static Optional<Layer> read(TenantId node, Mode mode, ThemeLayer source, Problems problems) {
        if (source.tokens().length() > MAX_CHARACTERS) {
            problems.add(
                    new Problem(source.name(), 0, "", "must not be longer than " + MAX_CHARACTERS + " characters"));
            return Optional.empty();
        }
        try {
            DocumentNode root = DocumentParser.parse(source.name(), source.tokens());
            return new LayerReading(node, mode, problems).document(root).map(group -> new Layer(mode, group));
        } catch (InvalidDocumentException e) {
            e.problems().forEach(problems::add);
            return Optional.empty();
        }
    }

    private Optional<Group> document(DocumentNode root) {
        if (!problems.expect(root, Kind.OBJECT)) {
            return Optional.empty();
        }
        problems.optional(root, "$schema", Kind.STRING);
        return Optional.of(group(root, true));
    }

    private Group group(DocumentNode object, boolean isDocument) {
        Group group = new Group(object);
        group.type = properties(object);
        group.extended = problems.optional(object, "$extends", Kind.STRING)
                .flatMap(text -> Reference.inText(text, problems))
                .orElse(null);
        object.fields().forEach((name, child) -> {
            if (name.equals(TokenTree.ROOT)) {
                root(child).ifPresent(token -> group.children.put(name, token));
            } else if (!name.startsWith("$")) {
                child(name, child).ifPresent(tree -> group.children.put(name, tree));
            } else if (!GROUP_FIELDS.contains(name) && !(isDocument && name.equals("$schema"))) {
                problems.add(child, "'" + name + "' is no property of a group, and names must not begin with $");
            }
        });
        return group;
    }

    private Optional<TokenTree> root(DocumentNode child) {
        if (!problems.expect(child, Kind.OBJECT)) {
            return Optional.empty();
        }
        if (!isToken(child)) {
            problems.add(child, "$root must be a token, with $value or $ref");
            return Optional.empty();
        }
        return token(child);
    }

    private Optional<TokenTree> child(String name, DocumentNode child) {
        checkName(name, child);
        if (!problems.expect(child, Kind.OBJECT)) {
            return Optional.empty();
        }
        return isToken(child) ? token(child) : Optional.of(group(child, false));
    }

    private void checkName(String name, DocumentNode child) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            problems.add(child, "a name must have 1 to " + MAX_NAME + " characters");
        } else if (name.chars().anyMatch(c -> c == '{' || c == '}' || c == '.')) {
            problems.add(child, "a name must not contain { } or a dot");
        } else if (!CssText.isPrintable(name)) {
            problems.add(child, "a name must not contain control characters or lone surrogates");
        }
    }

    private static boolean isToken(DocumentNode object) {
        return object.fields().containsKey("$value") || object.fields().containsKey("$ref");
    }

    private Optional<TokenTree> token(DocumentNode object) {
        problems.allowOnly(object, TOKEN_FIELDS);
        TokenType type = properties(object);
        DocumentNode value = object.fields().get("$value");
        if (value == null) {
            return problems.optional(object, "$ref", Kind.STRING)
                    .filter(text -> Reference.pointer(text, problems).isPresent())
                    .map(text -> new Token(object, type, text, true, node, mode));
        }
        if (object.fields().containsKey("$ref")) {
            problems.add(object, "a token must not have both $value and $ref");
        }
        if (Reference.isAt(value)) {
            Reference.at(value, problems);
        } else if (type != null) {
            new ValueReading(problems, References.OPEN).read(type, value);
        }
        return Optional.of(new Token(object, type, value, false, node, mode));
    }

    /** Checks what tokens and groups have in common, and answers with {@code $type}. */
    private @Nullable TokenType properties(DocumentNode object) {
        problems.optional(object, "$description", Kind.STRING);
        problems.optional(object, "$extensions", Kind.OBJECT);
        DocumentNode deprecated = object.fields().get("$deprecated");
        if (deprecated != null && deprecated.kind() != Kind.STRING && deprecated.kind() != Kind.BOOLEAN) {
            problems.add(
                    deprecated,
                    "must be true, false or a reason, not " + deprecated.kind().words());
        }
        Optional<DocumentNode> type = problems.optional(object, "$type", Kind.STRING);
        Optional<TokenType> known = type.flatMap(text -> TokenType.of(text.text()));
        if (type.isPresent() && known.isEmpty()) {
            problems.add(type.get(), "unknown type; known are " + TokenType.texts());
        }
        return known.orElse(null);
    }
}
