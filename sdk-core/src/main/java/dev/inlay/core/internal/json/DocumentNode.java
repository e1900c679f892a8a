package dev.inlay.core.internal.json;

import dev.inlay.api.error.InvalidDocumentException.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value in a JSON document that knows its line and JSON Pointer (RFC 6901). Immutable. */
public final class DocumentNode {

    private final String document;
    private final int line;
    private final String pointer;
    private final Kind kind;
    private final @Nullable Object value;

    DocumentNode(String document, int line, String pointer, Kind kind, @Nullable Object value) {
        this.document = document;
        this.line = line;
        this.pointer = pointer;
        this.kind = kind;
        this.value = value;
    }

    /**
     * What the value is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The line on which the value begins.
     *
     * @return from 1
     */
    public int line() {
        return line;
    }

    /**
     * The place of the value.
     *
     * @return a JSON Pointer; empty for the root
     */
    public String pointer() {
        return pointer;
    }

    /**
     * The fields of an object, in document order.
     *
     * @return unmodifiable
     */
    @SuppressWarnings("unchecked")
    public Map<String, DocumentNode> fields() {
        return (Map<String, DocumentNode>) as(Kind.OBJECT);
    }

    /**
     * The items of an array.
     *
     * @return unmodifiable
     */
    @SuppressWarnings("unchecked")
    public List<DocumentNode> items() {
        return (List<DocumentNode>) as(Kind.ARRAY);
    }

    /**
     * The characters of a string.
     *
     * @return the text
     */
    public String text() {
        return (String) as(Kind.STRING);
    }

    /**
     * The value of a number, exactly.
     *
     * @return the number
     */
    public BigDecimal number() {
        return (BigDecimal) as(Kind.NUMBER);
    }

    /**
     * The value of a boolean.
     *
     * @return true or false
     */
    public boolean bool() {
        return (Boolean) as(Kind.BOOLEAN);
    }

    /**
     * Where the value stands, for messages about another place.
     *
     * @return for example {@code "plans.json:3 /plans/0/id"}
     */
    public String place() {
        return document + ":" + line + (pointer.isEmpty() ? "" : " " + pointer);
    }

    /**
     * Something that is wrong here.
     *
     * @param message what is wrong and what would be right
     * @return the problem with its place
     */
    public Problem problem(String message) {
        return new Problem(document, line, pointer, message);
    }

    private Object as(Kind expected) {
        if (kind != expected) {
            throw new IllegalStateException(pointer + " is " + kind + ", not " + expected);
        }
        return Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return document + ":" + line + " " + pointer + " " + kind;
    }

    /** The six kinds of JSON values. */
    public enum Kind {
        /** Named fields. */
        OBJECT("an object"),
        /** Items in order. */
        ARRAY("an array"),
        /** Characters. */
        STRING("a string"),
        /** A number. */
        NUMBER("a number"),
        /** True or false. */
        BOOLEAN("true or false"),
        /** Nothing. */
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /**
         * The kind in words, with its article, for error messages.
         *
         * @return for example {@code "an object"}
         */
        public String words() {
            return words;
        }
    }
}
