package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.theme.Resolution.Resolved;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes resolved tokens as custom properties. A property is named by the token's path with hyphens for dots, without
 * {@code $root}; what would be one name for two tokens is refused. The dark rules hold only what differs. The same
 * tokens give the same bytes. Not thread-safe.
 */
final class StyleSheet {

    private static final int MAX_CHARACTERS = 4 << 20;

    private final Problems problems;
    private final Map<String, String> owners = new HashMap<>();

    StyleSheet(Problems problems) {
        this.problems = problems;
    }

    /** Writes both modes; empty where there are no tokens. */
    String write(SortedMap<String, Resolved> light, SortedMap<String, Resolved> dark) {
        SortedMap<String, String> base = properties(light);
        SortedMap<String, String> changed = properties(dark);
        changed.entrySet().removeIf(property -> property.getValue().equals(base.get(property.getKey())));
        long length = length(base) + 2 * length(changed);
        if (length > MAX_CHARACTERS) {
            light.values().stream()
                    .findFirst()
                    .ifPresent(token -> problems.add(
                            token.token().where(),
                            "the style sheet would be longer than " + MAX_CHARACTERS + " characters"));
            return "";
        }
        return css(base, changed);
    }

    private static String css(SortedMap<String, String> base, SortedMap<String, String> changed) {
        StringBuilder css = new StringBuilder();
        if (!base.isEmpty()) {
            css.append(rule("", ":root,\n[data-theme=\"light\"]", base));
        }
        if (!changed.isEmpty()) {
            css.append("@media (prefers-color-scheme: dark) {\n")
                    .append(rule("  ", ":root:not([data-theme=\"light\"])", changed))
                    .append("}\n")
                    .append(rule("", ":root[data-theme=\"dark\"],\n[data-theme=\"dark\"]", changed));
        }
        return css.toString();
    }

    private static String rule(String indent, String selectors, SortedMap<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> indent + "  " + property.getKey() + ": " + property.getValue() + ";\n")
                .collect(Collectors.joining("", indent + selectors + " {\n", indent + "}\n"));
    }

    private SortedMap<String, String> properties(SortedMap<String, Resolved> tokens) {
        SortedMap<String, String> properties = new TreeMap<>();
        tokens.forEach((name, resolved) -> {
            String property = "--" + CssText.name(hyphenated(name));
            put(properties, property, resolved.value().css(), name, resolved);
            resolved.value()
                    .parts()
                    .forEach((part, css) -> put(properties, property + "-" + part, css, name, resolved));
        });
        return properties;
    }

    private void put(Map<String, String> properties, String property, String css, String name, Resolved resolved) {
        String owner = owners.putIfAbsent(property, name);
        if (owner != null && !owner.equals(name)) {
            problems.add(
                    resolved.token().where(),
                    "'" + name + "' and '" + owner + "' would both be the custom property " + property);
        }
        properties.put(property, css);
    }

    private static String hyphenated(String name) {
        String hyphenated = Arrays.stream(name.split("\\."))
                .filter(segment -> !segment.equals(TokenTree.ROOT))
                .collect(Collectors.joining("-"));
        return hyphenated.isEmpty() ? "root" : hyphenated;
    }

    private static long length(SortedMap<String, String> properties) {
        return properties.entrySet().stream()
                .mapToLong(property ->
                        property.getKey().length() + property.getValue().length())
                .sum();
    }
}
