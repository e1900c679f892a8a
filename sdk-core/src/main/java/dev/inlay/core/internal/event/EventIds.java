package dev.inlay.core.internal.event;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes event ids: UUIDs of version 7 (RFC 9562 §5.7), which sort by the time they were made. Thread-safe. */
final class EventIds {

    private static final int BYTES = 10;

    /** What is drawn at once for many ids, since each draw waits for a lock that the whole process shares. */
    private static final int DRAWN = 128 * BYTES;

    private final InstantSource clock;
    private final SecureRandom random;
    private @Nullable ByteBuffer drawn;

    EventIds(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    String next() {
        short some;
        long more;
        synchronized (this) {
            ByteBuffer left = drawn();
            some = left.getShort();
            more = left.getLong();
        }
        long high = (clock.millis() << 16) | 0x7000L | (some & 0x0FFFL);
        long low = (more & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private ByteBuffer drawn() {
        ByteBuffer left = drawn;
        if (left == null || left.remaining() < BYTES) {
            byte[] bytes = new byte[DRAWN];
            random.nextBytes(bytes);
            left = ByteBuffer.wrap(bytes);
            drawn = left;
        }
        return left;
    }
}
