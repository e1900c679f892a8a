package dev.inlay.api.theme;

/**
 * Light or dark.
 *
 * @since 0.1
 */
public enum Mode {
    /** The base. */
    LIGHT,
    /** What a dark layer changes over the base. */
    DARK
}
