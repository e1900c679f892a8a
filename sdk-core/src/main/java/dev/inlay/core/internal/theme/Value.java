package dev.inlay.core.internal.theme;

import java.util.Map;

/**
 * A value without references.
 *
 * @param type the type
 * @param css the value as CSS: printable ASCII, and closed in itself
 * @param parts further custom properties by the end of their names, for what one CSS value cannot say
 * @param json the value in maps, lists and strings, numbers as strings, for the entity tag
 */
record Value(TokenType type, String css, Map<String, String> parts, Object json) {

    static Value of(TokenType type, String css, Object json) {
        return new Value(type, css, Map.of(), json);
    }
}
