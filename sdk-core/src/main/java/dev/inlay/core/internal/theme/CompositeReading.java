package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads composite values (DTCG §9) and writes each as the CSS that its shorthand takes: {@code border}, {@code font},
 * {@code box-shadow}, the time part of {@code transition}, the stops of a gradient. What a shorthand cannot carry
 * follows in properties of its own. Not thread-safe.
 */
final class CompositeReading {

    private static final Set<String> STROKES =
            Set.of("solid", "dashed", "dotted", "double", "groove", "ridge", "outset", "inset");

    private static final Map<String, TokenType> BORDER = ordered(Map.of(
            "width", TokenType.DIMENSION,
            "style", TokenType.STROKE_STYLE,
            "color", TokenType.COLOR));
    private static final Map<String, TokenType> TRANSITION = ordered(Map.of(
            "duration", TokenType.DURATION,
            "delay", TokenType.DURATION,
            "timingFunction", TokenType.CUBIC_BEZIER));
    private static final Map<String, TokenType> SHADOW = ordered(Map.of(
            "color", TokenType.COLOR,
            "offsetX", TokenType.DIMENSION,
            "offsetY", TokenType.DIMENSION,
            "blur", TokenType.DIMENSION,
            "spread", TokenType.DIMENSION));
    private static final Map<String, TokenType> STOP =
            ordered(Map.of("color", TokenType.COLOR, "position", TokenType.NUMBER));
    private static final Map<String, TokenType> TYPOGRAPHY = ordered(Map.of(
            "fontFamily", TokenType.FONT_FAMILY,
            "fontSize", TokenType.DIMENSION,
            "fontWeight", TokenType.FONT_WEIGHT,
            "letterSpacing", TokenType.DIMENSION,
            "lineHeight", TokenType.NUMBER));

    private final ValueReading values;
    private final Problems problems;

    CompositeReading(ValueReading values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    Optional<Value> read(TokenType type, DocumentNode node) {
        return switch (type) {
            case STROKE_STYLE -> strokeStyle(node);
            case BORDER -> border(node);
            case TRANSITION -> transition(node);
            case SHADOW -> shadows(node);
            case GRADIENT -> gradient(node);
            case TYPOGRAPHY -> typography(node);
            default -> throw new IllegalArgumentException(type + " is not composite");
        };
    }

    private Optional<Value> strokeStyle(DocumentNode node) {
        if (node.kind() == Kind.STRING) {
            return values.word(node, STROKES).map(word -> Value.of(TokenType.STROKE_STYLE, word, word));
        }
        if (node.kind() != Kind.OBJECT) {
            problems.add(node, "must be a stroke style's name, or an object with dashArray and lineCap");
            return Optional.empty();
        }
        problems.allowOnly(node, Set.of("dashArray", "lineCap"));
        Optional<List<Value>> dashes = values.field(node, "dashArray")
                .flatMap(array -> each(values.items(array), item -> values.read(TokenType.DIMENSION, item)));
        Optional<String> cap =
                values.field(node, "lineCap").flatMap(text -> values.word(text, Set.of("round", "butt", "square")));
        return dashes.flatMap(list -> cap.map(word -> new Value(
                TokenType.STROKE_STYLE,
                "dashed",
                Map.of("dash-array", joined(list, " "), "line-cap", word),
                Map.of("dashArray", json(list), "lineCap", word))));
    }

    private Optional<Value> border(DocumentNode node) {
        return parts(node, BORDER, Set.of())
                .map(part -> Value.of(
                        TokenType.BORDER,
                        css(part, "width") + " " + css(part, "style") + " " + css(part, "color"),
                        json(part)));
    }

    private Optional<Value> transition(DocumentNode node) {
        return parts(node, TRANSITION, Set.of())
                .map(part -> Value.of(
                        TokenType.TRANSITION,
                        css(part, "duration") + " " + css(part, "timingFunction") + " " + css(part, "delay"),
                        json(part)));
    }

    private Optional<Value> shadows(DocumentNode node) {
        if (node.kind() != Kind.ARRAY) {
            return shadow(node);
        }
        return each(values.items(node), item -> single(item, TokenType.SHADOW))
                .map(list -> Value.of(TokenType.SHADOW, joined(list, ", "), json(list)));
    }

    private Optional<Value> shadow(DocumentNode node) {
        Optional<Map<String, Value>> parts = parts(node, SHADOW, Set.of("inset"));
        Optional<Boolean> inset = inset(node);
        return parts.flatMap(part -> inset.map(inside -> {
            Map<String, Object> json = new HashMap<>(json(part));
            json.put("inset", inside.toString());
            String lengths = css(part, "offsetX") + " " + css(part, "offsetY") + " " + css(part, "blur") + " "
                    + css(part, "spread");
            return Value.of(
                    TokenType.SHADOW, (inside ? "inset " : "") + lengths + " " + css(part, "color"), Map.copyOf(json));
        }));
    }

    private Optional<Boolean> inset(DocumentNode shadow) {
        DocumentNode node = shadow.kind() == Kind.OBJECT ? shadow.fields().get("inset") : null;
        return node == null
                ? Optional.of(false)
                : values.plain(node, Kind.BOOLEAN).map(DocumentNode::bool);
    }

    private Optional<Value> gradient(DocumentNode node) {
        return each(values.items(node), item -> single(item, TokenType.GRADIENT))
                .map(list -> Value.of(TokenType.GRADIENT, joined(list, ", "), json(list)));
    }

    /** An element of a list, or a reference to a list that has just one; lists are not flattened (§9.1). */
    private Optional<Value> single(DocumentNode item, TokenType type) {
        if (!Reference.isAt(item)) {
            return type == TokenType.SHADOW ? shadow(item) : stop(item);
        }
        Optional<Value> referred = values.read(type, item);
        if (referred.isPresent() && referred.get().json() instanceof List<?> list) {
            if (list.size() != 1) {
                problems.add(item, "must refer to one " + type + ", not to a list of " + list.size());
                return Optional.empty();
            }
            Value only = referred.get();
            return Optional.of(Value.of(type, only.css(), list.get(0)));
        }
        return referred;
    }

    private Optional<Value> stop(DocumentNode node) {
        return parts(node, STOP, Set.of()).map(part -> {
            BigDecimal position =
                    new BigDecimal(css(part, "position")).max(BigDecimal.ZERO).min(BigDecimal.ONE);
            Map<String, Object> json = new HashMap<>(json(part));
            json.put("position", CssText.number(position));
            String percent = CssText.number(position.movePointRight(2)) + "%";
            return Value.of(TokenType.GRADIENT, css(part, "color") + " " + percent, Map.copyOf(json));
        });
    }

    private Optional<Value> typography(DocumentNode node) {
        return parts(node, TYPOGRAPHY, Set.of()).map(part -> {
            Map<String, String> properties = new TreeMap<>();
            properties.put("font-family", css(part, "fontFamily"));
            properties.put("font-size", css(part, "fontSize"));
            properties.put("font-weight", css(part, "fontWeight"));
            properties.put("letter-spacing", css(part, "letterSpacing"));
            properties.put("line-height", css(part, "lineHeight"));
            String font = css(part, "fontWeight") + " " + css(part, "fontSize") + "/" + css(part, "lineHeight") + " "
                    + css(part, "fontFamily");
            return new Value(TokenType.TYPOGRAPHY, font, Map.copyOf(properties), json(part));
        });
    }

    /** Reads every part, so that all problems are noted; empty when one of them is. */
    private Optional<Map<String, Value>> parts(DocumentNode node, Map<String, TokenType> types, Set<String> others) {
        if (!problems.expect(node, Kind.OBJECT)) {
            return Optional.empty();
        }
        Set<String> known = new HashSet<>(types.keySet());
        known.addAll(others);
        problems.allowOnly(node, known);
        Map<String, Value> parts = new HashMap<>();
        types.forEach((name, type) -> values.field(node, name)
                .flatMap(part -> values.read(type, part))
                .ifPresent(value -> parts.put(name, value)));
        return parts.size() == types.size() ? Optional.of(parts) : Optional.empty();
    }

    private static Optional<List<Value>> each(
            List<DocumentNode> items, Function<DocumentNode, Optional<Value>> reading) {
        List<Value> read = new ArrayList<>();
        items.forEach(item -> reading.apply(item).ifPresent(read::add));
        return items.isEmpty() || read.size() < items.size() ? Optional.empty() : Optional.of(read);
    }

    private static String css(Map<String, Value> parts, String name) {
        return Objects.requireNonNull(parts.get(name), name).css();
    }

    private static String joined(List<Value> values, String separator) {
        return values.stream().map(Value::css).collect(Collectors.joining(separator));
    }

    private static List<Object> json(List<Value> values) {
        return values.stream().map(Value::json).toList();
    }

    private static Map<String, Object> json(Map<String, Value> parts) {
        Map<String, Object> json = new HashMap<>();
        parts.forEach((name, value) -> json.put(name, value.json()));
        return Map.copyOf(json);
    }

    private static Map<String, TokenType> ordered(Map<String, TokenType> types) {
        return Collections.unmodifiableMap(new TreeMap<>(types));
    }
}
