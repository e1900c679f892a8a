package dev.inlay.provider.jooq.internal.database;

import dev.inlay.api.error.InvalidValueException;

/**
 * Text that every database gives back as it was. Without this check PostgreSQL fails the transaction over a NUL, a
 * driver writes half a surrogate pair as {@code ?}, and MariaDB outside its strict mode cuts what is too long.
 */
public final class Storable {

    private Storable() {}

    /**
     * Checks a text that is stored for comparison or proof.
     *
     * @param field what to call it
     * @param value the text
     * @param max how many characters at most
     * @return the text
     * @throws InvalidValueException for the field
     */
    public static String checked(String field, String value, int max) {
        if (value.length() > max) {
            throw new InvalidValueException(field, "must have at most " + max + " characters, has " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            if (isBroken(value, i)) {
                throw new InvalidValueException(
                        field, "character " + (i + 1) + " cannot be stored: a NUL or half a surrogate pair");
            }
        }
        return value;
    }

    /**
     * Makes a text for people storable.
     *
     * @param value the text
     * @param max how many characters at most
     * @return the text, cut, with what cannot be stored replaced
     */
    public static String mended(String value, int max) {
        StringBuilder text = new StringBuilder(value.substring(0, Math.min(max, value.length())));
        for (int i = 0; i < text.length(); i++) {
            if (isBroken(text, i)) {
                text.setCharAt(i, '?');
            }
        }
        return text.toString();
    }

    private static boolean isBroken(CharSequence text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c == 0;
    }
}
