package dev.inlay.api.theme;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A tenant's resolved theme. Immutable; made once per tenant and version of the theme documents.
 *
 * @since 0.1
 */
public final class Theme {

    private final Map<String, ThemeToken> light;
    private final Map<String, ThemeToken> dark;
    private final String css;
    private final String etag;

    private Theme(Map<String, ThemeToken> light, Map<String, ThemeToken> dark, String css, String etag) {
        this.light = Map.copyOf(light);
        this.dark = Map.copyOf(dark);
        this.css = Objects.requireNonNull(css, "css");
        this.etag = Objects.requireNonNull(etag, "etag");
    }

    /**
     * Creates a theme. The engine calls this.
     *
     * @param light the resolved tokens by name; copied
     * @param dark the resolved tokens in dark mode by name; copied
     * @param css the style sheet
     * @param etag the strong entity tag, quoted
     * @return the theme
     */
    public static Theme of(Map<String, ThemeToken> light, Map<String, ThemeToken> dark, String css, String etag) {
        return new Theme(light, dark, css, etag);
    }

    /**
     * The style sheet: one custom property per token, with resolved values; dark mode by {@code prefers-color-scheme}
     * and by {@code [data-theme]}.
     *
     * @return CSS text, the same bytes for the same documents
     */
    public String css() {
        return css;
    }

    /**
     * A strong entity tag (RFC 9110 §8.8.3) over the resolved tokens: SHA-256 of their canonical JSON (RFC 8785).
     *
     * @return quoted, as it stands in an {@code ETag} header
     */
    public String etag() {
        return etag;
    }

    /**
     * One resolved token.
     *
     * @param mode light or dark
     * @param name the path of the token, joined by dots, for example {@code "color.brand.primary"}
     * @return empty when no layer defines it
     */
    public Optional<ThemeToken> token(Mode mode, String name) {
        return Optional.ofNullable((mode == Mode.DARK ? dark : light).get(name));
    }

    /**
     * All resolved tokens.
     *
     * @param mode light or dark
     * @return by name; unmodifiable
     */
    public Map<String, ThemeToken> tokens(Mode mode) {
        return mode == Mode.DARK ? dark : light;
    }
}
