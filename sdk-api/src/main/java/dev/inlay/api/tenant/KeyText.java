package dev.inlay.api.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text as it may stand in a key, a file name or an index name: lower-case ASCII only, so that folding the case or the
 * Unicode form changes nothing, and still a different one for each text. {@code a-z 0-9 -} stand for themselves, and a
 * dot unless it comes last (Windows drops it); {@code _x} is {@code X}, {@code __} is {@code _}, and {@code _0} with
 * four hexadecimal digits is any other UTF-16 unit, lone surrogates included.
 */
final class KeyText {

    /** Stands between two texts; no text contains it. */
    static final String SEPARATOR = "_-";

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGEST = 65;

    private KeyText() {}

    static String of(String text) {
        StringBuilder key = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            append(key, text.charAt(i), i == text.length() - 1);
        }
        return key.toString();
    }

    private static void append(StringBuilder key, char c, boolean last) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c == '.' && !last)) {
            key.append(c);
        } else if (c >= 'A' && c <= 'Z') {
            key.append('_').append((char) (c - 'A' + 'a'));
        } else if (c == '_') {
            key.append("__");
        } else {
            key.append("_0").append(HEX.toHexDigits(c));
        }
    }

    /** The text itself where it fits; else its beginning, {@code ~} (which no text contains) and its SHA-256. */
    static String within(int max, String key) {
        if (key.length() <= max) {
            return key;
        }
        return key.substring(0, max - DIGEST) + '~' + HEX.formatHex(sha256(key));
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
