package dev.inlay.core.internal.theme;

import java.math.BigDecimal;

/**
 * Writes names, strings and numbers as CSS (CSS Syntax Level 3 §4.3). All that comes from outside is written in
 * letters, digits and hexadecimal escapes of ASCII: nothing can end a string, a declaration, a style sheet or the HTML
 * element around it, whatever character set it is served in.
 */
final class CssText {

    private CssText() {}

    /** Whether a text has neither control characters nor lone surrogates. */
    static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= 0xDFFF));
    }

    /** Escapes what follows the two hyphens of a custom property. */
    static String name(String text) {
        return escaped(text, "-_");
    }

    /** Quotes a string. */
    static String string(String text) {
        return '"' + escaped(text, "-_ ") + '"';
    }

    /** Writes a number that {@link ValueReading} has bounded, without exponent and needless zeros. */
    static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String escaped(String text, String allowed) {
        StringBuilder css = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alphanumeric || allowed.indexOf(c) >= 0) {
                css.append((char) c);
            } else {
                css.append('\\').append(Integer.toHexString(c)).append(' ');
            }
        });
        return css.toString();
    }
}
