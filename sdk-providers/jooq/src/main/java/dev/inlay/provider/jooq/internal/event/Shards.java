package dev.inlay.provider.jooq.internal.event;

import dev.inlay.api.tenant.TenantId;
import java.util.Optional;

/**
 * Which shard an event waits in: always the same for a stream, spread by id without one. Every node of every release
 * must come to the same answer.
 *
 * @param count how many there are
 */
record Shards(int count) {

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    int of(TenantId tenant, String target, Optional<String> key, String eventId) {
        long hash = mix(mix(mix(FNV_BASIS, tenant.value()), target), key.orElse(eventId));
        return (int) Math.floorMod(hash ^ (hash >>> 32), (long) count);
    }

    /** FNV-1a over the characters and an end, so that no two divisions of the same text are alike. */
    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
        }
        return mixed * FNV_PRIME;
    }
}
