package dev.inlay.core.internal.structured;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Writes the canonical form (RFC 9651 §4.1). Of one field, once. */
final class Writer {

    private static final long LARGEST = 999_999_999_999_999L;
    private static final int WHOLE_DIGITS = 12;
    private static final int DECIMALS = 3;

    private final StringBuilder out = new StringBuilder(256);

    void dictionary(Map<String, ? extends Member> members) throws StructuredFieldException {
        for (Map.Entry<String, ? extends Member> entry : members.entrySet()) {
            separate();
            key(entry.getKey());
            if (entry.getValue() instanceof Item item && Boolean.TRUE.equals(item.value())) {
                parameters(item.parameters());
            } else {
                out.append('=');
                member(entry.getValue());
            }
        }
    }

    void list(List<? extends Member> members) throws StructuredFieldException {
        for (Member member : members) {
            separate();
            member(member);
        }
    }

    private void separate() {
        if (!out.isEmpty()) {
            out.append(", ");
        }
    }

    private void member(Member member) throws StructuredFieldException {
        if (member instanceof Item item) {
            item(item);
        } else if (member instanceof InnerList list) {
            out.append('(');
            String separator = "";
            for (Item item : list.items()) {
                out.append(separator);
                item(item);
                separator = " ";
            }
            out.append(')');
            parameters(list.parameters());
        }
    }

    void item(Item item) throws StructuredFieldException {
        bare(item.value());
        parameters(item.parameters());
    }

    private void parameters(Map<String, Object> parameters) throws StructuredFieldException {
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            out.append(';');
            key(parameter.getKey());
            if (!Boolean.TRUE.equals(parameter.getValue())) {
                out.append('=');
                bare(parameter.getValue());
            }
        }
    }

    private void key(String key) throws StructuredFieldException {
        if (key.isEmpty() || !Characters.beginsKey(key.charAt(0)) || !isAll(key, Characters::inKey)) {
            throw StructuredFieldException.unwritable("a key has a-z 0-9 _ - . * and begins with a letter or *");
        }
        out.append(key);
    }

    private void bare(Object value) throws StructuredFieldException {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Bytes bytes) {
            out.append(':')
                    .append(Base64.getEncoder().encodeToString(bytes.bytes()))
                    .append(':');
        } else if (value instanceof Instant instant) {
            date(instant);
        } else if (value instanceof Long number) {
            integer(number);
        } else if (value instanceof BigDecimal number) {
            decimal(number);
        } else if (value instanceof Boolean bool) {
            out.append(bool ? "?1" : "?0");
        } else if (value instanceof Token token) {
            token(token.text());
        } else if (value instanceof DisplayString text) {
            displayString(text.text());
        } else {
            throw StructuredFieldException.unwritable("a value is none of the eight types");
        }
    }

    private void integer(long number) throws StructuredFieldException {
        if (number < -LARGEST || number > LARGEST) {
            throw StructuredFieldException.unwritable("an integer has at most 15 digits");
        }
        out.append(number);
    }

    private void date(Instant instant) throws StructuredFieldException {
        if (instant.getNano() != 0) {
            throw StructuredFieldException.unwritable("a date has whole seconds");
        }
        out.append('@');
        integer(instant.getEpochSecond());
    }

    private void decimal(BigDecimal number) throws StructuredFieldException {
        BigDecimal rounded = number.setScale(DECIMALS, RoundingMode.HALF_EVEN);
        if (rounded.precision() - DECIMALS > WHOLE_DIGITS) {
            throw StructuredFieldException.unwritable("a decimal has at most 12 digits before the point");
        }
        BigDecimal shortest = rounded.stripTrailingZeros();
        out.append(shortest.setScale(Math.max(1, shortest.scale())).toPlainString());
    }

    private void string(String text) throws StructuredFieldException {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Characters.isVisibleOrSpace(c)) {
                throw StructuredFieldException.unwritable("a string has visible ASCII and spaces");
            }
            if (c == '"' || c == '\\') {
                out.append(text, written, i).append('\\');
                written = i;
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private void token(String text) throws StructuredFieldException {
        if (text.isEmpty() || !Characters.beginsToken(text.charAt(0)) || !isAll(text, Characters::inToken)) {
            throw StructuredFieldException.unwritable("a token has no spaces or quotes and begins with a letter or *");
        }
        out.append(text);
    }

    private void displayString(String text) throws StructuredFieldException {
        out.append("%\"");
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            while (bytes.hasRemaining()) {
                int b = bytes.get() & 0xff;
                if (b == '%' || b == '"' || !Characters.isVisibleOrSpace(b)) {
                    out.append('%').append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
                } else {
                    out.append((char) b);
                }
            }
        } catch (CharacterCodingException e) {
            throw StructuredFieldException.unwritable("a display string has no lone surrogates");
        }
        out.append('"');
    }

    /** A loop: headers are written and verified with each request, and a stream costs more than all the rest of it. */
    private static boolean isAll(String text, IntPredicate allowed) {
        for (int i = 0; i < text.length(); i++) {
            if (!allowed.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
