package dev.inlay.provider.feign.egress;

import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are on the public internet, by the IANA registries of special-purpose addresses (RFC 6890). Of IPv6
 * that is what is allocated as global unicast, less what is special in it; an IPv4 address that is written as an IPv6
 * one counts as what it is.
 */
final class PublicInternet {

    private static final List<AddressRange> SPECIAL = ranges(
            "0.0.0.0/8", // this network, unspecified
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by carrier-grade NAT (RFC 6598), metadata of some clouds
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's own services, reachable from every machine there
            "169.254.0.0/16", // link-local, metadata of most clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // IETF protocol assignments, metadata of some clouds
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "2001::/23", // IETF protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation (RFC 9637)

    private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");

    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

    /** IPv4-mapped and IPv4-compatible; InetAddress reads a mapped one as IPv4, so its range cannot be parsed. */
    private static final AddressRange EIGHTY_ZEROS = AddressRange.parse("::/80");

    private PublicInternet() {}

    private static List<AddressRange> ranges(String... texts) {
        return Arrays.stream(texts).map(AddressRange::parse).toList();
    }

    /** The IPv4 address that an IPv6 address stands for (RFC 4291 §2.5.5, RFC 6052); anything else as it is. */
    static byte[] meantBy(byte[] address) {
        return NAT64.contains(address) || isMappedOrCompatible(address) ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    private static boolean isMappedOrCompatible(byte[] address) {
        return EIGHTY_ZEROS.contains(address)
                && address[10] == address[11]
                && (address[10] == 0 || address[10] == (byte) 0xff);
    }

    /** Takes what {@link #meantBy} answers. */
    static boolean contains(byte[] address) {
        return (address.length == 4 || GLOBAL_UNICAST.contains(address))
                && SPECIAL.stream().noneMatch(range -> range.contains(address));
    }
}
