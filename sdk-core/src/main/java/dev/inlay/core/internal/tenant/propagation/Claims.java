package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.core.internal.structured.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a header or a seal says.
 *
 * @param key the id of the key that it is signed with
 * @param issuer who says it
 * @param audience to whom; only of a header
 * @param path of which tenant
 * @param issued when, in seconds since 1970
 * @param expires until when, in seconds since 1970
 * @param nonce never the same twice; only of a header
 */
record Claims(
        String key,
        String issuer,
        @Nullable String audience,
        String path,
        long issued,
        long expires,
        @Nullable Bytes nonce) {

    Kind kind() {
        return nonce == null ? Kind.SEAL : Kind.HEADER;
    }
}
