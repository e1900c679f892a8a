package dev.inlay.core.internal.theme;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.theme.Mode;
import dev.inlay.api.theme.Theme;
import dev.inlay.api.theme.ThemeToken;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.theme.Resolution.Resolved;
import dev.inlay.core.internal.theme.TokenTree.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a theme of layers: merge, then {@code $extends}, then references, so that an alias of the platform takes what
 * the tenant has put in its place. Light sees the light layers alone, dark sees all.
 */
final class ThemeCompiler {

    /** Belongs to the entity tag: to be raised when the same tokens are written as other CSS. */
    private static final int FORMAT = 1;

    private ThemeCompiler() {}

    /**
     * Compiles a theme.
     *
     * @param layers from the platform down, at each node light before dark
     * @return the theme; one without tokens where there is no layer
     * @throws InvalidDocumentException with every problem of either mode
     */
    static Theme compile(List<Layer> layers) {
        Problems problems = new Problems();
        SortedMap<String, Resolved> light = resolve(
                layers.stream().filter(layer -> layer.mode() == Mode.LIGHT).toList(), problems);
        SortedMap<String, Resolved> dark = resolve(layers, problems);
        String css = new StyleSheet(problems).write(light, dark);
        problems.throwIfAny();
        String hash = CanonicalJson.sha256(Map.of("format", FORMAT, "light", json(light), "dark", json(dark)));
        return Theme.of(tokens(light), tokens(dark), css, '"' + hash + '"');
    }

    private static SortedMap<String, Resolved> resolve(List<Layer> layers, Problems problems) {
        if (layers.isEmpty()) {
            return new TreeMap<>();
        }
        Group merged = new LayerMerge(problems).merge(layers);
        new GroupInheritance(merged, problems).resolve();
        return new Resolution(merged, problems).tokens();
    }

    private static Map<String, Object> json(SortedMap<String, Resolved> tokens) {
        Map<String, Object> json = new HashMap<>();
        tokens.forEach((name, token) -> json.put(
                name,
                Map.of(
                        "type",
                        token.value().type().toString(),
                        "value",
                        token.value().json())));
        return json;
    }

    private static Map<String, ThemeToken> tokens(SortedMap<String, Resolved> resolved) {
        Map<String, ThemeToken> tokens = new HashMap<>();
        resolved.forEach((name, token) -> tokens.put(
                name,
                new ThemeToken(
                        name,
                        token.value().type().toString(),
                        token.value().css(),
                        token.token().definedBy(),
                        token.token().mode())));
        return tokens;
    }
}
