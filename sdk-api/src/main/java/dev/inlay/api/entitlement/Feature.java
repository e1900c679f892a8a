package dev.inlay.api.entitlement;

import dev.inlay.api.error.InvalidValueException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that a plan or contract grants, as the host's code names it. Make it once, as a constant. Immutable; equal
 * when key and type are equal.
 *
 * @since 0.1
 */
public final class Feature {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*");

    private final String key;
    private final FeatureType type;
    private final int hash;

    private Feature(String key, FeatureType type) {
        if (key.length() > 100 || !KEY.matcher(key).matches()) {
            throw new InvalidValueException(
                    "feature.key",
                    "must be lower-case words joined by dots, at most 100 characters, was '" + key + "'");
        }
        this.key = key;
        this.type = Objects.requireNonNull(type, "type");
        this.hash = 31 * key.hashCode() + type.name().hashCode();
    }

    /**
     * A feature that is on or off.
     *
     * @param key lower-case words joined by dots, at most 100 characters
     * @return the feature
     * @throws InvalidValueException for {@code feature.key}
     */
    public static Feature flag(String key) {
        return new Feature(key, FeatureType.FLAG);
    }

    /**
     * A feature of which at most so many may be used.
     *
     * @param key lower-case words joined by dots, at most 100 characters
     * @return the feature
     * @throws InvalidValueException for {@code feature.key}
     */
    public static Feature limit(String key) {
        return new Feature(key, FeatureType.LIMIT);
    }

    /**
     * The name that documents use.
     *
     * @return lower-case words joined by dots
     */
    public String key() {
        return key;
    }

    /**
     * What kind of answer it gives.
     *
     * @return the type
     */
    public FeatureType type() {
        return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Feature that && type == that.type && key.equals(that.key));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return key;
    }
}
