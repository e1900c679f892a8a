package dev.inlay.api.theme;

import dev.inlay.api.tenant.TenantId;

/**
 * A resolved token and where its value comes from.
 *
 * @param name the path, joined by dots
 * @param type the DTCG type, for example {@code "color"}
 * @param css the value as CSS
 * @param definedBy the node whose layer gave the value
 * @param mode the mode of the layer that gave it
 * @since 0.1
 */
public record ThemeToken(String name, String type, String css, TenantId definedBy, Mode mode) {}
