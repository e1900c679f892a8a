package dev.inlay.core.internal.event;

import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes next in streams that were delivered from before: saves a look-up, and is never trusted against the store.
 * Forgets the streams that were quiet for longest. For the relay's thread only.
 */
final class Expectations {

    private static final int MOST = 50_000;

    private final Map<StreamRef, Next> next = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamRef, Next> eldest) {
            return size() > MOST;
        }
    };

    void delivered(StreamRef stream, StoredEvent event) {
        next.put(stream, new Next(event.generation(), event.seq() + 1));
    }

    /** Whether this is surely the lowest undelivered event of its stream; {@code false} means look it up. */
    boolean isSurelyNext(StreamRef stream, StoredEvent event) {
        @Nullable Next known = next.get(stream);
        return known == null ? event.seq() == 1 : known.generation == event.generation() && known.seq == event.seq();
    }

    void forget(StreamRef stream) {
        next.remove(stream);
    }

    void forgetShard(int shard) {
        next.keySet().removeIf(stream -> stream.lane().shard() == shard);
    }

    private record Next(long generation, long seq) {}
}
