package dev.inlay.provider.feign.internal;

import dev.inlay.provider.feign.egress.EgressPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a host up when a connection is about to be made, and hands out only what the policy permits. The client
 * connects to one of the addresses that it gets here and looks nothing up again, so what was checked is what is
 * reached.
 */
final class GuardedLookup implements DnsResolver {

    /** More would let a name with many silent addresses hold a thread for long. */
    private static final int MOST_ADDRESSES = 4;

    private final HostLookup lookup;
    private final EgressPolicy policy;

    GuardedLookup(HostLookup lookup, EgressPolicy policy) {
        this.lookup = lookup;
        this.policy = policy;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = lookup.addressesOf(host);
        for (InetAddress address : all) {
            if (!policy.permits(address)) {
                throw new EgressRefusedException();
            }
        }
        if (all.length == 0) {
            throw new UnknownHostException();
        }
        return Arrays.copyOf(all, Math.min(all.length, MOST_ADDRESSES));
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Arrays.stream(resolve(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
