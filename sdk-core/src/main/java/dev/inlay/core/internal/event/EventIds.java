package dev.inlay.core.internal.event;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes event ids: UUIDs of version 7 (RFC 9562 §5.7), which sort by the time they were made. Thread-safe. */
final class EventIds {

    private final InstantSource clock;
    private final SecureRandom random;

    EventIds(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    String next() {
        byte[] bytes = new byte[10]; // asked for once: each answer takes a lock
        random.nextBytes(bytes);
        ByteBuffer drawn = ByteBuffer.wrap(bytes);
        long high = (clock.millis() << 16) | 0x7000L | (drawn.getShort() & 0x0FFFL);
        long low = (drawn.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
