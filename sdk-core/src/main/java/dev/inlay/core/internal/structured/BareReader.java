package dev.inlay.core.internal.structured;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Reads bare items (RFC 9651 §4.2.3.1, 4.2.4 to 4.2.10). */
final class BareReader {

    private static final int INTEGER_DIGITS = 15;
    private static final int WHOLE_DIGITS = 12;
    private static final int DECIMALS = 3;

    private final Input in;

    BareReader(Input in) {
        this.in = in;
    }

    Object read() throws StructuredFieldException {
        int c = in.peek();
        if (c == '-' || Characters.isDigit(c)) {
            return number();
        }
        if (Characters.beginsToken(c)) {
            return token();
        }
        return switch (c) {
            case '"' -> string();
            case ':' -> bytes();
            case '?' -> bool();
            case '@' -> date();
            case '%' -> displayString();
            default -> throw in.malformed("no value begins so");
        };
    }

    private Object number() throws StructuredFieldException {
        int begin = in.position();
        in.takes('-');
        int whole = digits();
        if (whole == 0) {
            throw in.malformed("a number needs a digit");
        }
        if (!in.takes('.')) {
            if (whole > INTEGER_DIGITS) {
                throw in.malformed("an integer has at most " + INTEGER_DIGITS + " digits");
            }
            return Long.parseLong(in.since(begin));
        }
        int decimals = digits();
        if (whole > WHOLE_DIGITS || decimals < 1 || decimals > DECIMALS) {
            throw in.malformed("a decimal has at most 12 digits before and 1 to 3 behind the point");
        }
        return new BigDecimal(in.since(begin));
    }

    private int digits() {
        int begin = in.position();
        while (Characters.isDigit(in.peek())) {
            in.next();
        }
        return in.position() - begin;
    }

    private String string() throws StructuredFieldException {
        in.require('"');
        int begin = in.position();
        while (Characters.isVisibleOrSpace(in.peek()) && in.peek() != '"' && in.peek() != '\\') {
            in.next();
        }
        String plain = in.since(begin);
        return in.takes('"') ? plain : escaped(new StringBuilder(plain));
    }

    private String escaped(StringBuilder text) throws StructuredFieldException {
        while (true) {
            int c = in.next();
            if (c == '"') {
                return text.toString();
            }
            if (c == '\\') {
                c = in.next();
                if (c != '"' && c != '\\') {
                    throw in.malformed("a backslash escapes a quote or itself");
                }
            }
            if (!Characters.isVisibleOrSpace(c)) {
                throw in.malformed("a string has visible ASCII and ends in a quote");
            }
            text.append((char) c);
        }
    }

    private Token token() {
        int begin = in.position();
        while (Characters.inToken(in.peek())) {
            in.next();
        }
        return new Token(in.since(begin));
    }

    private Bytes bytes() throws StructuredFieldException {
        in.require(':');
        int begin = in.position();
        while (Characters.inBase64(in.peek())) {
            in.next();
        }
        String encoded = in.since(begin);
        in.require(':');
        try {
            return Bytes.of(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException e) {
            throw in.malformed("that is not base64");
        }
    }

    private Boolean bool() throws StructuredFieldException {
        in.require('?');
        if (in.takes('1')) {
            return Boolean.TRUE;
        }
        in.require('0');
        return Boolean.FALSE;
    }

    private Instant date() throws StructuredFieldException {
        in.require('@');
        if (number() instanceof Long seconds) {
            return Instant.ofEpochSecond(seconds);
        }
        throw in.malformed("a date has whole seconds");
    }

    private DisplayString displayString() throws StructuredFieldException {
        in.require('%');
        in.require('"');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!in.takes('"')) {
            int c = in.next();
            if (!Characters.isVisibleOrSpace(c)) {
                throw in.malformed("a display string has visible ASCII and ends in a quote");
            }
            bytes.write(c == '%' ? octet() : c);
        }
        try {
            return new DisplayString(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            throw in.malformed("that is not UTF-8");
        }
    }

    private int octet() throws StructuredFieldException {
        int high = in.next();
        int low = in.next();
        if (!Characters.isLowerHex(high) || !Characters.isLowerHex(low)) {
            throw in.malformed("a percent sign needs two lower-case hexadecimal digits");
        }
        return Character.digit(high, 16) << 4 | Character.digit(low, 16);
    }
}
