package dev.inlay.api.entitlement;

/**
 * What kind of answer a feature gives.
 *
 * @since 0.1
 */
public enum FeatureType {
    /** On or off. */
    FLAG,
    /** At most so many, counted from usage in a window. */
    LIMIT
}
