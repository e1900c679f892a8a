package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.core.internal.structured.Bytes;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * The nonces that were accepted and have not expired, by the second in which they do. What has expired is forgotten a
 * second at a time, and nothing is accepted any more that expired before what was forgotten, so that a clock that is
 * set back lets nothing in twice. Thread-safe.
 */
final class ReplayWindow {

    private final int capacity;
    private final TreeMap<Long, Set<Bytes>> byExpiry = new TreeMap<>();
    private long forgotten = Long.MIN_VALUE;
    private int size;

    ReplayWindow(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Accepts a nonce once.
     *
     * @param expires the second in which the header expires
     * @param dead headers that expire in this second or before are refused by now
     */
    synchronized void accept(Bytes nonce, long expires, long dead) throws RefusedException {
        forget(dead);
        if (expires <= forgotten) {
            throw new RefusedException(Refusal.EXPIRED);
        }
        Set<Bytes> sameSecond = byExpiry.get(expires);
        if (sameSecond != null && sameSecond.contains(nonce)) {
            throw new RefusedException(Refusal.REPLAYED);
        }
        if (size >= capacity) {
            throw new RefusedException(Refusal.REPLAY_WINDOW);
        }
        byExpiry.computeIfAbsent(expires, second -> new HashSet<>()).add(nonce);
        size++;
    }

    private void forget(long dead) {
        while (!byExpiry.isEmpty() && byExpiry.firstKey() <= dead) {
            var oldest = byExpiry.pollFirstEntry();
            size -= oldest.getValue().size();
            forgotten = oldest.getKey();
        }
    }
}
