package dev.inlay.core.internal.tenant.propagation;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The hosts that headers may be sent to. Immutable. */
final class Destinations {

    private final List<Destination> inOrder;

    Destinations(Map<String, String> audiences) {
        this.inOrder = audiences.entrySet().stream()
                .map(entry -> Destination.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    Optional<String> audience(URI address) {
        String host = address.getHost();
        if (host == null) {
            return Optional.empty();
        }
        String lower = host.toLowerCase(Locale.ROOT);
        int port = port(address);
        return inOrder.stream()
                .filter(destination -> destination.fits(lower, port))
                .map(Destination::audience)
                .findFirst();
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    /**
     * One pattern.
     *
     * @param host a whole host, or what it ends in
     * @param below whether the host only ends in it
     * @param port 0 for any
     */
    private record Destination(String host, boolean below, int port, String audience) {

        static Destination of(String pattern, String audience) {
            int colon = pattern.indexOf(':', pattern.indexOf(']') + 1);
            String host = colon < 0 ? pattern : pattern.substring(0, colon);
            int port = colon < 0 ? 0 : Integer.parseInt(pattern.substring(colon + 1));
            boolean below = host.startsWith("*");
            return new Destination(below ? host.substring(1) : host, below, port, audience);
        }

        boolean fits(String other, int otherPort) {
            boolean sameHost = below ? other.length() > host.length() && other.endsWith(host) : other.equals(host);
            return sameHost && (port == 0 || port == otherPort);
        }
    }
}
