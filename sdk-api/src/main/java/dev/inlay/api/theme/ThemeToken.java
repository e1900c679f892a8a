package dev.inlay.api.theme;

import dev.inlay.api.tenant.TenantId;

/**
 * A resolved token and where its value comes from.
 *
 * @param name the path, joined by dots; the base token of a group ends with {@code .$root}
 * @param type the DTCG type, for example {@code "color"}
 * @param css the value as CSS
 * @param definedBy the node whose layer defines the token; of an alias, the node that holds the alias, whatever it
 *     refers to
 * @param mode the mode of that layer
 * @since 0.1
 */
public record ThemeToken(String name, String type, String css, TenantId definedBy, Mode mode) {}
