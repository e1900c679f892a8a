package dev.inlay.spi.entitlement;

import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.error.InvalidValueException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one source says of one feature. Immutable.
 *
 * @since 0.1
 */
public final class Grant {

    private static final Pattern METER = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*");

    private final Feature feature;
    private final boolean enabled;
    private final long limit;
    private final @Nullable String meter;
    private final Window window;

    private Grant(Feature feature, boolean enabled, long limit, @Nullable String meter, Window window) {
        this.feature = Objects.requireNonNull(feature, "feature");
        this.enabled = enabled;
        this.limit = limit;
        this.meter = meter;
        this.window = Objects.requireNonNull(window, "window");
    }

    /**
     * A flag that is on or off.
     *
     * @param key the feature's key
     * @param enabled on or off
     * @return the grant
     * @throws InvalidValueException for {@code feature.key}
     */
    public static Grant flag(String key, boolean enabled) {
        return new Grant(Feature.flag(key), enabled, -1, null, Window.DAY);
    }

    /**
     * So many in each window, counted by a meter.
     *
     * @param key the feature's key
     * @param limit 0 or more; 0 switches the feature off
     * @param meter the key of the meter that counts: lower-case words joined by dots, at most 100 characters
     * @param window after which counting begins anew
     * @return the grant
     * @throws InvalidValueException for {@code feature.key}, for {@code limit} when it is negative, for {@code meter}
     */
    public static Grant limit(String key, long limit, String meter, Window window) {
        if (limit < 0) {
            throw new InvalidValueException("limit", "must be 0 or more, was " + limit);
        }
        if (meter.length() > 100 || !METER.matcher(meter).matches()) {
            throw new InvalidValueException(
                    "meter", "must be lower-case words joined by dots, at most 100 characters, was '" + meter + "'");
        }
        return new Grant(Feature.limit(key), limit > 0, limit, meter, window);
    }

    /**
     * What is granted.
     *
     * @return the feature
     */
    public Feature feature() {
        return feature;
    }

    /**
     * Whether a flag is on.
     *
     * @return for a limit, whether it is above 0
     */
    public boolean enabled() {
        return enabled;
    }

    /**
     * How many are granted.
     *
     * @return -1 for a flag
     */
    public long limit() {
        return limit;
    }

    /**
     * The meter that counts.
     *
     * @return empty for a flag
     */
    public Optional<String> meter() {
        return Optional.ofNullable(meter);
    }

    /**
     * After what counting begins anew.
     *
     * @return meaningless for a flag
     */
    public Window window() {
        return window;
    }

    /** The time after which counting begins anew, in the tenant's zone. */
    public enum Window {
        /** At midnight. */
        DAY,
        /** On the first of the month. */
        MONTH
    }
}
