package dev.inlay.api.metering;

import dev.inlay.api.error.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Something that is counted. Make it once, as a constant.
 *
 * @param key lower-case words joined by dots, at most 100 characters
 * @param unit what one of it is called, for people, for example {@code "claim"}; 1 to 40 characters
 * @since 0.1
 */
public record Meter(String key, String unit) {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*");

    /**
     * Validates the meter.
     *
     * @param key see the record
     * @param unit see the record
     * @throws InvalidValueException for {@code meter.key} or {@code meter.unit}
     */
    public Meter {
        if (key.length() > 100 || !KEY.matcher(key).matches()) {
            throw new InvalidValueException(
                    "meter.key", "must be lower-case words joined by dots, at most 100 characters, was '" + key + "'");
        }
        if (unit.isBlank() || unit.length() > 40) {
            throw new InvalidValueException("meter.unit", "must have 1 to 40 characters and not be blank");
        }
    }

    /**
     * A meter whose values are added up.
     *
     * @param key see the record
     * @param unit see the record
     * @return the meter
     * @throws InvalidValueException for {@code meter.key} or {@code meter.unit}
     */
    public static Meter sum(String key, String unit) {
        return new Meter(key, unit);
    }
}
