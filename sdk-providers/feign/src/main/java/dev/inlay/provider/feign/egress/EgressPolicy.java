package dev.inlay.provider.feign.egress;

import dev.inlay.api.error.InvalidValueException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where a request may go whose address was not chosen by the operator. By default that is the public internet, on the
 * ports 80 and 443: no loopback, link-local, private or unique-local address, none that is shared by carrier-grade NAT,
 * reserved for documentation or benchmarks, multicast or unspecified, no metadata service of a cloud, in no notation
 * and in no IPv6 form of an IPv4 address (RFC 6890, RFC 6052).
 *
 * <p>The address is looked up once per connection. Every answer to the look-up must be permitted, and the connection
 * goes to one of just these answers, so a name whose answer changes in between gains nothing. Redirects are never
 * followed.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class EgressPolicy {

    private static final EgressPolicy PUBLIC_INTERNET = builder().build();
    private static final Pattern HOST = Pattern.compile(
            "(?i)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*|\\[[0-9a-f:.]+\\]");
    private static final Pattern LITERAL = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}|\\[.*\\]");

    /** What other readers of URLs take for an IPv4 address (WHATWG URL, "ends in a number"). */
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)");

    private final List<AddressRange> allowed;
    private final List<AddressRange> denied;
    private final Set<Integer> ports;
    private final boolean httpsOnly;
    private final boolean throughProxy;

    private EgressPolicy(Builder builder) {
        this.allowed = List.copyOf(builder.allowed);
        this.denied = List.copyOf(builder.denied);
        this.ports = Set.copyOf(builder.ports);
        this.httpsOnly = builder.httpsOnly;
        this.throughProxy = builder.throughProxy;
    }

    /**
     * The public internet on ports 80 and 443, and nothing else.
     *
     * @return the default policy
     */
    public static EgressPolicy publicInternet() {
        return PUBLIC_INTERNET;
    }

    /**
     * Begins a policy that differs from the default.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What speaks against a URL, as far as can be told without looking its host up; good for a form in which a tenant
     * enters one.
     *
     * @param url what a tenant supplied
     * @return for people, without the URL; empty when nothing speaks against it
     */
    public Optional<String> objectionTo(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && (httpsOnly || !scheme.equals("http"))) {
            return Optional.of(httpsOnly ? "must begin with https://" : "must begin with https:// or http://");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("must have no user info and no fragment");
        }
        String host = url.getHost();
        boolean literal = host != null && LITERAL.matcher(host).matches();
        if (host == null
                || !HOST.matcher(host).matches()
                || (!literal && NUMBER_AT_END.matcher(host).matches())) {
            return Optional.of("must name a host, in ASCII (punycode) and without a dot at its end");
        }
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        if (!ports.isEmpty() && !ports.contains(port)) {
            return Optional.of("must have one of the ports " + new TreeSet<>(ports));
        }
        return literal && !permitsLiteral(host)
                ? Optional.of("has an address that egress does not allow")
                : Optional.empty();
    }

    private boolean permitsLiteral(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            boolean readOtherwise = !host.startsWith("[") && !host.equals(address.getHostAddress());
            return !readOtherwise && permits(address); // 0177.0.0.1 is 127.0.0.1 to some
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Whether a connection may go to an address.
     *
     * @param address what a host was looked up as
     * @return what is denied is not permitted; what is allowed, or public, is
     */
    public boolean permits(InetAddress address) {
        byte[] written = address.getAddress();
        byte[] meant = PublicInternet.meantBy(written);
        if (anyHolds(denied, meant) || anyHolds(denied, written)) {
            return false;
        }
        return PublicInternet.contains(meant) || anyHolds(allowed, meant) || anyHolds(allowed, written);
    }

    private static boolean anyHolds(List<AddressRange> ranges, byte[] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * Whether requests may go through a proxy, which looks hosts up by itself.
     *
     * @return {@code false} by default
     */
    public boolean allowsProxy() {
        return throughProxy;
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {

        private final List<AddressRange> allowed = new ArrayList<>();
        private final List<AddressRange> denied = new ArrayList<>();
        private final Set<Integer> ports = new TreeSet<>(Set.of(80, 443));
        private boolean httpsOnly;
        private boolean throughProxy;

        private Builder() {}

        /**
         * Allows addresses that are not public, for example those of a network that hosts the tenants' own systems.
         *
         * @param range {@code 10.1.0.0/16}, {@code fd12:3456::/32}, or one address
         * @return this builder
         * @throws InvalidValueException for {@code egress.range}
         */
        public Builder allow(String range) {
            allowed.add(AddressRange.parse(range));
            return this;
        }

        /**
         * Denies addresses, whatever else is said of them, for example the public ones of the operator's own network.
         *
         * @param range as for {@link #allow}
         * @return this builder
         * @throws InvalidValueException for {@code egress.range}
         */
        public Builder deny(String range) {
            denied.add(AddressRange.parse(range));
            return this;
        }

        /**
         * Allows a port beside 80 and 443.
         *
         * @param port 1 to 65535
         * @return this builder
         * @throws InvalidValueException for {@code egress.port}
         */
        public Builder port(int port) {
            if (port < 1 || port > 65535) {
                throw new InvalidValueException("egress.port", "must be 1 to 65535, was " + port);
            }
            ports.add(port);
            return this;
        }

        /**
         * Refuses what is not encrypted, and so port 80.
         *
         * @return this builder
         */
        public Builder httpsOnly() {
            this.httpsOnly = true;
            ports.remove(80);
            return this;
        }

        /**
         * Lets requests go through a proxy. The proxy then looks hosts up and connects, so it is the proxy that must
         * keep to a policy; what remains here is the check of the URL itself.
         *
         * @return this builder
         */
        public Builder throughProxy() {
            this.throughProxy = true;
            return this;
        }

        /**
         * Builds the policy.
         *
         * @return an immutable policy
         */
        public EgressPolicy build() {
            return new EgressPolicy(this);
        }
    }
}
