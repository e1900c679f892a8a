package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads values by their type (DTCG §8) and writes them as CSS. Numbers are rounded to ten decimals. Everything that is
 * wrong in a value is noted at once; then, or where a reference stayed open, the answer is empty. Not thread-safe.
 */
final class ValueReading {

    private static final int DECIMALS = 10;
    private static final int MAX_DIGITS = 9;
    private static final int MAX_ITEMS = 100;
    private static final int MAX_FONT_NAME = 200;

    private static final Map<String, Integer> WEIGHTS = Map.ofEntries(
            Map.entry("thin", 100),
            Map.entry("hairline", 100),
            Map.entry("extra-light", 200),
            Map.entry("ultra-light", 200),
            Map.entry("light", 300),
            Map.entry("normal", 400),
            Map.entry("regular", 400),
            Map.entry("book", 400),
            Map.entry("medium", 500),
            Map.entry("semi-bold", 600),
            Map.entry("demi-bold", 600),
            Map.entry("bold", 700),
            Map.entry("extra-bold", 800),
            Map.entry("ultra-bold", 800),
            Map.entry("black", 900),
            Map.entry("heavy", 900),
            Map.entry("extra-black", 950),
            Map.entry("ultra-black", 950));

    /** Written without quotes, since CSS gives them a meaning (CSS Fonts Level 4 §2.1.3). */
    private static final Set<String> GENERIC_FAMILIES = Set.of(
            "serif",
            "sans-serif",
            "monospace",
            "cursive",
            "fantasy",
            "system-ui",
            "ui-serif",
            "ui-sans-serif",
            "ui-monospace",
            "ui-rounded",
            "math",
            "emoji");

    private final Problems problems;
    private final References references;

    ValueReading(Problems problems, References references) {
        this.problems = problems;
        this.references = references;
    }

    /** Reads a value that has to be of a type, or a reference to one. */
    Optional<Value> read(TokenType type, DocumentNode node) {
        if (Reference.isAt(node)) {
            return references.value(node, type);
        }
        return switch (type) {
            case COLOR -> new ColorReading(this, problems).read(node);
            case DIMENSION -> measure(type, node, Set.of("px", "rem"));
            case DURATION -> measure(type, node, Set.of("ms", "s"));
            case FONT_FAMILY -> fontFamily(node);
            case FONT_WEIGHT -> fontWeight(node);
            case CUBIC_BEZIER -> cubicBezier(node);
            case NUMBER -> number(node).map(CssText::number).map(css -> Value.of(type, css, css));
            case STROKE_STYLE, BORDER, TRANSITION, SHADOW, GRADIENT, TYPOGRAPHY ->
                new CompositeReading(this, problems).read(type, node);
        };
    }

    /** Reads a number, bounded and rounded. */
    Optional<BigDecimal> number(DocumentNode node) {
        return plain(node, Kind.NUMBER).flatMap(literal -> bounded(literal.number(), node));
    }

    /** Reads one of a few words. */
    Optional<String> word(DocumentNode node, Set<String> words) {
        Optional<String> text = plain(node, Kind.STRING).map(DocumentNode::text);
        if (text.isPresent() && !words.contains(text.get())) {
            problems.add(node, "must be one of " + words.stream().sorted().toList());
            return Optional.empty();
        }
        return text;
    }

    /** Reads the items of an array of 1 to 100. */
    List<DocumentNode> items(DocumentNode node) {
        List<DocumentNode> items =
                plain(node, Kind.ARRAY).map(DocumentNode::items).orElse(List.of());
        if (items.size() > MAX_ITEMS || (items.isEmpty() && node.kind() == Kind.ARRAY)) {
            problems.add(node, "must have 1 to " + MAX_ITEMS + " items");
            return List.of();
        }
        return items;
    }

    /** Follows an object with {@code $ref} to what has to be of a kind. */
    Optional<DocumentNode> plain(DocumentNode node, Kind kind) {
        Optional<DocumentNode> literal = Reference.isPointer(node) ? references.literal(node) : Optional.of(node);
        if (literal.isPresent() && literal.get().kind() != kind) {
            problems.add(
                    node,
                    "must be " + kind.words() + ", not " + literal.get().kind().words());
            return Optional.empty();
        }
        return literal;
    }

    /** An exponent can make a few characters into millions, so the size is looked at before anything is computed. */
    private Optional<BigDecimal> bounded(BigDecimal number, DocumentNode node) {
        if (number.signum() == 0) {
            return Optional.of(BigDecimal.ZERO);
        }
        long integerDigits = (long) number.precision() - number.scale();
        if (integerDigits > MAX_DIGITS) {
            problems.add(node, "must be less than 1000000000 in size");
            return Optional.empty();
        }
        return Optional.of(
                integerDigits < -DECIMALS ? BigDecimal.ZERO : number.setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }

    private Optional<Value> measure(TokenType type, DocumentNode node, Set<String> units) {
        if (!problems.expect(node, Kind.OBJECT)) {
            return Optional.empty();
        }
        problems.allowOnly(node, Set.of("value", "unit"));
        Optional<String> value = field(node, "value").flatMap(this::number).map(CssText::number);
        Optional<String> unit = field(node, "unit").flatMap(text -> word(text, units));
        return value.flatMap(v -> unit.map(u -> Value.of(type, v + u, Map.of("value", v, "unit", u))));
    }

    /** A field that must be there, of any kind. */
    Optional<DocumentNode> field(DocumentNode object, String name) {
        Optional<DocumentNode> field = Optional.ofNullable(object.fields().get(name));
        if (field.isEmpty()) {
            problems.add(object, "field '" + name + "' is missing");
        }
        return field;
    }

    private Optional<Value> fontFamily(DocumentNode node) {
        if (node.kind() == Kind.STRING) {
            return fontName(node).map(css -> Value.of(TokenType.FONT_FAMILY, css, List.of(node.text())));
        }
        if (node.kind() != Kind.ARRAY) {
            problems.add(
                    node,
                    "must be a font name or an array of them, not "
                            + node.kind().words());
            return Optional.empty();
        }
        List<String> css = new ArrayList<>();
        List<Object> names = new ArrayList<>();
        List<DocumentNode> items = items(node);
        for (DocumentNode item : items) {
            plain(item, Kind.STRING)
                    .ifPresent(literal -> fontName(literal).ifPresent(name -> {
                        css.add(name);
                        names.add(literal.text());
                    }));
        }
        boolean complete = !items.isEmpty() && css.size() == items.size();
        return complete
                ? Optional.of(Value.of(TokenType.FONT_FAMILY, String.join(", ", css), List.copyOf(names)))
                : Optional.empty();
    }

    private Optional<String> fontName(DocumentNode node) {
        String name = node.text();
        if (name.isBlank() || name.length() > MAX_FONT_NAME || !CssText.isPrintable(name)) {
            problems.add(node, "a font name must have 1 to " + MAX_FONT_NAME + " printable characters");
            return Optional.empty();
        }
        if (name.startsWith("{")) {
            problems.add(node, "a font name in an array must not be an alias (DTCG 2025.10 §8.3); use $ref");
            return Optional.empty();
        }
        return Optional.of(GENERIC_FAMILIES.contains(name) ? name : CssText.string(name));
    }

    private Optional<Value> fontWeight(DocumentNode node) {
        Optional<Integer> keyword =
                node.kind() == Kind.STRING ? Optional.ofNullable(WEIGHTS.get(node.text())) : Optional.empty();
        Optional<BigDecimal> weight = keyword.map(BigDecimal::valueOf);
        if (node.kind() == Kind.NUMBER) {
            weight = number(node)
                    .filter(n -> n.compareTo(BigDecimal.ONE) >= 0 && n.compareTo(BigDecimal.valueOf(1000)) <= 0);
        }
        if (weight.isEmpty()) {
            problems.add(node, "must be a number from 1 to 1000 or a name such as regular, semi-bold or bold");
        }
        return weight.map(CssText::number).map(css -> Value.of(TokenType.FONT_WEIGHT, css, css));
    }

    private Optional<Value> cubicBezier(DocumentNode node) {
        List<DocumentNode> items = items(node);
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            DocumentNode item = items.get(i);
            Optional<BigDecimal> number = number(item);
            boolean isX = i % 2 == 0;
            if (number.isPresent() && isX && !isFraction(number.get())) {
                problems.add(item, "an x coordinate must be from 0 to 1");
            }
            number.map(CssText::number).ifPresent(numbers::add);
        }
        if (!items.isEmpty() && items.size() != 4) {
            problems.add(node, "must have four numbers: x1, y1, x2, y2");
        }
        if (numbers.size() != 4) {
            return Optional.empty();
        }
        String css = numbers.stream().collect(Collectors.joining(", ", "cubic-bezier(", ")"));
        return Optional.of(Value.of(TokenType.CUBIC_BEZIER, css, List.copyOf(numbers)));
    }

    /** Whether a number is from 0 to 1. */
    static boolean isFraction(BigDecimal number) {
        return number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
    }
}
