package dev.inlay.provider.feign.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface HostLookup {

    /**
     * Looks a host up. May block.
     *
     * @param host a name, or an address without brackets
     * @return at least one
     * @throws UnknownHostException when there is none
     */
    InetAddress[] addressesOf(String host) throws UnknownHostException;
}
