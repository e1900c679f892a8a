package dev.inlay.core.internal.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in the one form of RFC 8785: names sorted by UTF-16 code units, no white space, shortest escapes. Takes
 * maps with string keys, lists, strings, booleans, null, and whole numbers up to 2^53, for which the RFC's form is
 * plain; fractions are refused, since hashes here need none.
 */
public final class CanonicalJson {

    private static final long MAX_EXACT = 1L << 53;

    private CanonicalJson() {}

    /**
     * Writes a tree.
     *
     * @param tree see the class
     * @return canonical JSON
     * @throws IllegalArgumentException for anything else in the tree, or a string with a lone surrogate
     */
    public static String write(@Nullable Object tree) {
        StringBuilder out = new StringBuilder();
        value(out, tree);
        return out.toString();
    }

    /**
     * Hashes a tree.
     *
     * @param tree see the class
     * @return SHA-256 over the UTF-8 of its canonical JSON, 64 lower-case hex digits
     * @throws IllegalArgumentException as {@link #write(Object)}
     */
    public static String sha256(@Nullable Object tree) {
        return sha256(write(tree).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Hashes bytes.
     *
     * @param bytes any
     * @return SHA-256, 64 lower-case hex digits
     */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void value(StringBuilder out, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            string(out, text);
        } else if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            if (Math.abs(number) > MAX_EXACT) {
                throw new IllegalArgumentException(number + " is beyond 2^53; write it as a string");
            }
            out.append(number);
        } else if (value instanceof List<?> items) {
            array(out, items);
        } else if (value instanceof Map<?, ?> fields) {
            object(out, fields);
        } else {
            throw new IllegalArgumentException("no canonical form for " + value.getClass());
        }
    }

    private static void array(StringBuilder out, List<?> items) {
        out.append('[');
        String separator = "";
        for (Object item : items) {
            out.append(separator);
            value(out, item);
            separator = ",";
        }
        out.append(']');
    }

    private static void object(StringBuilder out, Map<?, ?> fields) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        fields.forEach((name, value) -> sorted.put((String) name, value));
        out.append('{');
        String separator = "";
        for (Map.Entry<String, @Nullable Object> field : sorted.entrySet()) {
            out.append(separator);
            string(out, field.getKey());
            out.append(':');
            value(out, field.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("lone surrogate at " + i);
            } else {
                character(out, c);
            }
        }
        out.append('"');
    }

    private static void character(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < ' ') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
