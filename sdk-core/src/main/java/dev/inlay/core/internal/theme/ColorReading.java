package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads colours in the spaces of the DTCG Color Module 2025.10 and writes them as CSS Color Level 4: sRGB as
 * hexadecimal digits, or as {@code rgb()} where it is not opaque; other spaces as what they are. Not thread-safe.
 */
final class ColorReading {

    private static final String NONE = "none";
    private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final BigDecimal BYTE = BigDecimal.valueOf(255);

    private static final Range FRACTION = new Range(0, 1, false);
    private static final Range PERCENT = new Range(0, 100, false);
    private static final Range HUE = new Range(0, 360, true);
    private static final Range CHROMA = new Range(0, null, false);
    private static final Range ANY = new Range(null, null, false);

    private static final List<Range> FRACTIONS = List.of(FRACTION, FRACTION, FRACTION);
    private static final Map<String, List<Range>> SPACES = Map.ofEntries(
            Map.entry("srgb", FRACTIONS),
            Map.entry("srgb-linear", FRACTIONS),
            Map.entry("display-p3", FRACTIONS),
            Map.entry("a98-rgb", FRACTIONS),
            Map.entry("prophoto-rgb", FRACTIONS),
            Map.entry("rec2020", FRACTIONS),
            Map.entry("xyz-d65", FRACTIONS),
            Map.entry("xyz-d50", FRACTIONS),
            Map.entry("hsl", List.of(HUE, PERCENT, PERCENT)),
            Map.entry("hwb", List.of(HUE, PERCENT, PERCENT)),
            Map.entry("lab", List.of(PERCENT, ANY, ANY)),
            Map.entry("lch", List.of(PERCENT, CHROMA, HUE)),
            Map.entry("oklab", List.of(FRACTION, ANY, ANY)),
            Map.entry("oklch", List.of(FRACTION, CHROMA, HUE)));

    private final ValueReading values;
    private final Problems problems;

    ColorReading(ValueReading values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    Optional<Value> read(DocumentNode node) {
        if (!problems.expect(node, Kind.OBJECT)) {
            return Optional.empty();
        }
        problems.allowOnly(node, Set.of("colorSpace", "components", "alpha", "hex"));
        Optional<String> space = values.field(node, "colorSpace").flatMap(text -> values.word(text, SPACES.keySet()));
        Optional<DocumentNode> components = values.field(node, "components");
        Optional<List<String>> numbers = components.flatMap(array -> components(array, space));
        Optional<BigDecimal> alpha = alpha(node);
        Optional<String> hex = hex(node);
        if (space.isEmpty() || numbers.isEmpty() || alpha.isEmpty() || hex.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(color(space.get(), numbers.get(), alpha.get(), hex.get()));
    }

    private Optional<List<String>> components(DocumentNode array, Optional<String> space) {
        List<DocumentNode> items = values.items(array);
        List<Range> ranges = space.map(SPACES::get).orElse(List.of(ANY, ANY, ANY));
        if (items.size() != ranges.size()) {
            if (!items.isEmpty()) {
                problems.add(array, "must have three components");
            }
            return Optional.empty();
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            component(items.get(i), ranges.get(i)).ifPresent(numbers::add);
        }
        return numbers.size() == ranges.size() ? Optional.of(List.copyOf(numbers)) : Optional.empty();
    }

    private Optional<String> component(DocumentNode item, Range range) {
        if (item.kind() == Kind.STRING && item.text().equals(NONE)) {
            return Optional.of(NONE);
        }
        Optional<BigDecimal> number = values.number(item);
        if (number.isPresent() && !range.contains(number.get())) {
            problems.add(item, "must be " + range);
            return Optional.empty();
        }
        return number.map(CssText::number);
    }

    private Optional<BigDecimal> alpha(DocumentNode color) {
        DocumentNode node = color.fields().get("alpha");
        if (node == null) {
            return Optional.of(BigDecimal.ONE);
        }
        Optional<BigDecimal> alpha = values.number(node);
        if (alpha.isPresent() && !ValueReading.isFraction(alpha.get())) {
            problems.add(node, "must be " + FRACTION);
            return Optional.empty();
        }
        return alpha;
    }

    /** The fallback in lower case; an empty text where there is none. */
    private Optional<String> hex(DocumentNode color) {
        DocumentNode node = color.fields().get("hex");
        if (node == null) {
            return Optional.of("");
        }
        Optional<String> hex = values.plain(node, Kind.STRING).map(DocumentNode::text);
        if (hex.isPresent() && !HEX.matcher(hex.get()).matches()) {
            problems.add(node, "must be # and six hexadecimal digits");
            return Optional.empty();
        }
        return hex.map(text -> text.toLowerCase(Locale.ROOT));
    }

    private static Value color(String space, List<String> numbers, BigDecimal alpha, String hex) {
        Map<String, Object> json = new HashMap<>();
        json.put("colorSpace", space);
        json.put("components", numbers);
        json.put("alpha", CssText.number(alpha));
        if (!hex.isEmpty()) {
            json.put("hex", hex);
        }
        boolean opaque = alpha.compareTo(BigDecimal.ONE) == 0;
        String tail = opaque ? "" : " / " + CssText.number(alpha);
        return Value.of(TokenType.COLOR, css(space, numbers, tail), Map.copyOf(json));
    }

    private static String css(String space, List<String> numbers, String tail) {
        return switch (space) {
            case "srgb" -> numbers.contains(NONE) ? inColor(space, numbers, tail) : srgb(numbers, tail);
            case "hsl", "hwb" ->
                space + "(" + numbers.get(0) + " " + percent(numbers.get(1)) + " " + percent(numbers.get(2)) + tail
                        + ")";
            case "lab", "lch", "oklab", "oklch" -> space + "(" + String.join(" ", numbers) + tail + ")";
            default -> inColor(space, numbers, tail);
        };
    }

    private static String inColor(String space, List<String> numbers, String tail) {
        return "color(" + space + " " + String.join(" ", numbers) + tail + ")";
    }

    private static String percent(String number) {
        return number.equals(NONE) ? number : number + "%";
    }

    private static String srgb(List<String> numbers, String tail) {
        int[] bytes = numbers.stream()
                .mapToInt(number -> new BigDecimal(number)
                        .multiply(BYTE)
                        .setScale(0, RoundingMode.HALF_UP)
                        .intValueExact())
                .toArray();
        return tail.isEmpty()
                ? String.format(Locale.ROOT, "#%02x%02x%02x", bytes[0], bytes[1], bytes[2])
                : "rgb(" + bytes[0] + " " + bytes[1] + " " + bytes[2] + tail + ")";
    }

    /** From and to, both included but for an open end. */
    private record Range(@Nullable Integer from, @Nullable Integer to, boolean open) {

        boolean contains(BigDecimal number) {
            boolean above = from == null || number.compareTo(BigDecimal.valueOf(from)) >= 0;
            boolean below = to == null || number.compareTo(BigDecimal.valueOf(to)) < (open ? 0 : 1);
            return above && below;
        }

        @Override
        public String toString() {
            if (from == null) {
                return "a number";
            }
            return to == null ? from + " or more" : "from " + from + (open ? " to below " : " to ") + to;
        }
    }
}
