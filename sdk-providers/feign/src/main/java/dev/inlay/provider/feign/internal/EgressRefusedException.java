package dev.inlay.provider.feign.internal;

import java.io.Serial;
import java.net.UnknownHostException;

/** A host has an address that the policy does not permit. Says neither, because a tenant may read it. */
public final class EgressRefusedException extends UnknownHostException {

    @Serial
    private static final long serialVersionUID = 1L;

    EgressRefusedException() {
        super("an address that egress does not allow");
    }
}
