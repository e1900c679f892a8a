package dev.inlay.provider.feign.egress;

import dev.inlay.api.error.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of IPv4 or IPv6 addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3). */
final class AddressRange {

    /** What InetAddress reads without asking anybody: four numbers, or something with a colon. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] first;
    private final int prefix;

    private AddressRange(byte[] first, int prefix) {
        this.first = first;
        this.prefix = prefix;
    }

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address. */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = literal(slash < 0 ? text : text.substring(0, slash), text);
        int bits = bytes.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits, text);
        for (int bit = prefix; bit < bits; bit++) {
            if (isSet(bytes, bit)) {
                throw invalid(text, "has bits behind its prefix");
            }
        }
        return new AddressRange(bytes, prefix);
    }

    private static byte[] literal(String address, String text) {
        if (!LITERAL.matcher(address).matches()) {
            throw invalid(text, "begins with no address");
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw invalid(text, "begins with no address");
        }
    }

    private static int prefix(String digits, int bits, String text) {
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
            throw invalid(text, "has no prefix of 0 to " + bits);
        }
        return Integer.parseInt(digits);
    }

    private static InvalidValueException invalid(String text, String problem) {
        return new InvalidValueException(
                "egress.range", "must be a block of addresses like 10.1.0.0/16, '" + text + "' " + problem);
    }

    boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (isSet(address, bit) != isSet(first, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] bytes, int bit) {
        return (bytes[bit / Byte.SIZE] & (0x80 >>> (bit % Byte.SIZE))) != 0;
    }
}
