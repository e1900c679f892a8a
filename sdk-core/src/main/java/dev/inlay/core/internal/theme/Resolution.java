package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.theme.TokenTree.Group;
import dev.inlay.core.internal.theme.TokenTree.Token;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows references through a merged tree (DTCG §7), each token once. A token's type is its own, or that of the token
 * it refers to, or that of the nearest group (§5.2.2). Not thread-safe.
 */
final class Resolution implements References {

    private static final int MAX_TOKENS = 10_000;
    private static final int MAX_CHAIN = 100;
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,5}");

    private final Group root;
    private final Problems problems;
    private final SortedMap<String, Placed> tokens = new TreeMap<>();
    private final Map<String, Optional<Value>> known = new HashMap<>();
    private final Set<String> active = new LinkedHashSet<>();
    private int hops;

    Resolution(Group root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Every token that resolves, by name; the others left a problem. */
    SortedMap<String, Resolved> tokens() {
        place("", root, null);
        if (tokens.size() > MAX_TOKENS) {
            problems.add(root.where(), "must not have more than " + MAX_TOKENS + " tokens");
            return new TreeMap<>();
        }
        SortedMap<String, Resolved> resolved = new TreeMap<>();
        tokens.forEach((name, placed) ->
                value(name, placed).ifPresent(value -> resolved.put(name, new Resolved(placed.token, value))));
        return resolved;
    }

    private void place(String prefix, Group group, @Nullable TokenType outer) {
        TokenType type = group.type == null ? outer : group.type;
        for (Map.Entry<String, TokenTree> child : group.children.entrySet()) {
            String name = prefix + child.getKey();
            if (child.getValue() instanceof Group inner) {
                place(name + ".", inner, type);
            } else {
                tokens.put(name, new Placed((Token) child.getValue(), type));
            }
        }
    }

    private Optional<Value> value(String name, Placed placed) {
        Optional<Value> earlier = known.get(name);
        if (earlier != null) {
            return earlier;
        }
        active.add(name);
        Optional<Value> value = compute(placed);
        active.remove(name);
        known.put(name, value);
        return value;
    }

    private Optional<Value> compute(Placed placed) {
        Token token = placed.token;
        if (token.type() != null) {
            return read(token, token.type());
        }
        if (token.isPointer() || Reference.isAt(token.value())) {
            Optional<Target> target = reference(token).flatMap(this::locate);
            if (target.isEmpty() || target.get().inside.isEmpty()) {
                return target.flatMap(this::whole);
            }
        }
        if (placed.groupType != null) {
            return read(token, placed.groupType);
        }
        problems.add(token.where(), "has no type; add $type to the token or to a group around it");
        return Optional.empty();
    }

    private Optional<Reference> reference(Token token) {
        return token.isPointer() ? Reference.pointer(token.value(), problems) : Reference.at(token.value(), problems);
    }

    private Optional<Value> read(Token token, TokenType type) {
        return token.isPointer()
                ? reference(token).flatMap(reference -> follow(reference, type))
                : new ValueReading(problems, this).read(type, token.value());
    }

    @Override
    public Optional<Value> value(DocumentNode reference, TokenType expected) {
        return Reference.at(reference, problems).flatMap(read -> follow(read, expected));
    }

    @Override
    public Optional<DocumentNode> literal(DocumentNode reference) {
        return Reference.at(reference, problems).flatMap(this::locate).flatMap(this::literal);
    }

    private Optional<Value> follow(Reference reference, TokenType expected) {
        Optional<Target> target = locate(reference);
        if (target.isPresent() && !target.get().inside.isEmpty()) {
            return inside(target.get(), expected);
        }
        Optional<Value> value = target.flatMap(this::whole);
        if (value.isPresent() && value.get().type() != expected) {
            problems.add(
                    reference.where(),
                    "'" + reference + "' is of type '" + value.get().type() + "'; '" + expected + "' is needed here");
            return Optional.empty();
        }
        return value;
    }

    private Optional<Value> whole(Target target) {
        if (active.contains(target.name)) {
            problems.add(
                    target.reference.where(),
                    "the reference goes in a circle: " + String.join(" > ", active) + " > " + target.name);
            return Optional.empty();
        }
        if (active.size() >= MAX_CHAIN) {
            problems.add(target.reference.where(), "more than " + MAX_CHAIN + " references follow each other");
            return Optional.empty();
        }
        return value(target.name, target.placed);
    }

    /** A part of another token's value is of the expected type when it can be read as such. */
    private Optional<Value> inside(Target target, TokenType expected) {
        String key = target.reference.toString();
        Optional<DocumentNode> part = literal(target);
        if (part.isEmpty() || !active.add(key)) {
            return Optional.empty();
        }
        Problems aside = new Problems();
        Optional<Value> value = new ValueReading(aside, this).read(expected, part.get());
        active.remove(key);
        if (aside.count() > 0) {
            problems.add(target.reference.where(), "what '" + key + "' points at is not a valid '" + expected + "'");
        }
        return value;
    }

    private Optional<DocumentNode> literal(Target target) {
        if (hops >= MAX_CHAIN) {
            problems.add(
                    target.reference.where(),
                    "more than " + MAX_CHAIN + " references follow each other, or they go in a circle");
            return Optional.empty();
        }
        hops++;
        Token token = target.placed.token;
        Optional<DocumentNode> at = token.isPointer()
                ? reference(token).flatMap(this::locate).flatMap(this::literal)
                : followed(token.value());
        for (String segment : target.inside) {
            at = at.flatMap(node -> step(node, segment, target.reference)).flatMap(this::followed);
        }
        hops--;
        return at;
    }

    private Optional<DocumentNode> followed(DocumentNode node) {
        return Reference.isAt(node) ? literal(node) : Optional.of(node);
    }

    private Optional<DocumentNode> step(DocumentNode node, String segment, Reference reference) {
        DocumentNode next = null;
        if (node.kind() == Kind.OBJECT) {
            next = node.fields().get(segment);
        } else if (node.kind() == Kind.ARRAY && INDEX.matcher(segment).matches()) {
            int index = Integer.parseInt(segment);
            next = index < node.items().size() ? node.items().get(index) : null;
        }
        if (next == null) {
            problems.add(reference.where(), "there is no '" + segment + "' where '" + reference + "' points at");
        }
        return Optional.ofNullable(next);
    }

    /** Finds the token that a reference leads to or into. */
    private Optional<Target> locate(Reference reference) {
        List<String> segments = reference.segments();
        TokenTree at = root;
        int depth = 0;
        while (at instanceof Group group && depth < segments.size()) {
            at = group.children.get(segments.get(depth++));
        }
        if (at == null) {
            problems.add(reference.where(), "there is no token '" + reference + "' in this theme");
            return Optional.empty();
        }
        if (at instanceof Group) {
            problems.add(reference.where(), "'" + reference + "' is a group; refer to a token in it");
            return Optional.empty();
        }
        List<String> rest = segments.subList(depth, segments.size());
        boolean isValue =
                rest.isEmpty() || (reference.isPointer() && rest.get(0).equals("$value"));
        Placed placed = tokens.get(String.join(".", segments.subList(0, depth)));
        if (!isValue || placed == null) {
            problems.add(
                    reference.where(),
                    "must refer to a whole token, as {color.brand}, or to its value, as #/color/brand/$value");
            return Optional.empty();
        }
        List<String> inside = rest.isEmpty() ? rest : rest.subList(1, rest.size());
        return Optional.of(new Target(reference, String.join(".", segments.subList(0, depth)), placed, inside));
    }

    /** A token with its value. */
    record Resolved(Token token, Value value) {}

    private record Placed(Token token, @Nullable TokenType groupType) {}

    private record Target(Reference reference, String name, Placed placed, List<String> inside) {}
}
