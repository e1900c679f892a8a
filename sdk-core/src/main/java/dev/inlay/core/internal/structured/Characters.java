package dev.inlay.core.internal.structured;

/** Which characters may stand where. None of them takes the end of the text, -1. */
final class Characters {

    private Characters() {}

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isLetter(int c) {
        return isLower(c) || (c >= 'A' && c <= 'Z');
    }

    static boolean beginsKey(int c) {
        return isLower(c) || c == '*';
    }

    static boolean inKey(int c) {
        return beginsKey(c) || isDigit(c) || c == '_' || c == '-' || c == '.';
    }

    static boolean beginsToken(int c) {
        return isLetter(c) || c == '*';
    }

    /** RFC 9110 §5.6.2, with colon and slash. */
    static boolean inToken(int c) {
        return isLetter(c) || isDigit(c) || (c > 0 && "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
    }

    static boolean inBase64(int c) {
        return isLetter(c) || isDigit(c) || c == '+' || c == '/' || c == '=';
    }

    static boolean isVisibleOrSpace(int c) {
        return c >= ' ' && c < 127;
    }

    static boolean isLowerHex(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f');
    }
}
