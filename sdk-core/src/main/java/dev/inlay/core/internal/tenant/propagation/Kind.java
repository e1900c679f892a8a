package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The two texts that travel, which never pass for one another. */
enum Kind {
    HEADER("header", "inlay-tenant-header/1", Origin.REMOTE, "kid", "iss", "aud", "path", "iat", "exp", "nonce", "sig"),
    SEAL("seal", "inlay-tenant-seal/1", Origin.MESSAGE, "kid", "iss", "path", "iat", "exp", "sig");

    private final String word;
    private final byte[] domain;
    private final Origin origin;
    private final List<String> members;

    Kind(String word, String domain, Origin origin, String... members) {
        this.word = word;
        this.domain = (domain + "\n").getBytes(StandardCharsets.US_ASCII);
        this.origin = origin;
        this.members = List.of(members);
    }

    /** As codes and messages call it. */
    String word() {
        return word;
    }

    /** What every signature of this kind begins with. Not to be changed. */
    byte[] domain() {
        return domain;
    }

    Origin origin() {
        return origin;
    }

    /** The names of all members, in their order. */
    List<String> members() {
        return members;
    }
}
