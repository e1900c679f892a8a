package dev.inlay.core.internal.structured;

/** A text and how far it has been read. */
final class Input {

    private static final int END = -1;

    private final String text;
    private int position;

    Input(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        return position == text.length();
    }

    int position() {
        return position;
    }

    /** The next character without taking it, -1 at the end. */
    int peek() {
        return isAtEnd() ? END : text.charAt(position);
    }

    /** The next character, -1 at the end. */
    int next() {
        return isAtEnd() ? END : text.charAt(position++);
    }

    boolean takes(char c) {
        if (peek() == c) {
            position++;
            return true;
        }
        return false;
    }

    void require(char c) throws StructuredFieldException {
        if (!takes(c)) {
            throw malformed("'" + c + "' is missing");
        }
    }

    void skipSpaces() {
        while (peek() == ' ') {
            position++;
        }
    }

    void skipWhitespace() {
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
    }

    String since(int begin) {
        return text.substring(begin, position);
    }

    StructuredFieldException malformed(String what) {
        return StructuredFieldException.malformed(what, position);
    }
}
