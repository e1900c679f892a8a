package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.Origin;
import java.util.List;

/** The two texts that travel, which never pass for one another. */
enum Kind {
    HEADER("header", "inlay-tenant-header/1", Origin.REMOTE),
    SEAL("seal", "inlay-tenant-seal/1", Origin.MESSAGE);

    private static final List<String> OF_HEADER = List.of("kid", "iss", "aud", "path", "iat", "exp", "nonce", "sig");
    private static final List<String> OF_SEAL = List.of("kid", "iss", "path", "iat", "exp", "sig");

    private final String word;
    private final String domain;
    private final Origin origin;

    Kind(String word, String domain, Origin origin) {
        this.word = word;
        this.domain = domain;
        this.origin = origin;
    }

    /** As codes and messages call it. */
    String word() {
        return word;
    }

    /** What every signature of this kind begins with. Not to be changed. */
    String domain() {
        return domain;
    }

    Origin origin() {
        return origin;
    }

    /** The names of all members, in their order. */
    List<String> members() {
        return this == HEADER ? OF_HEADER : OF_SEAL;
    }
}
