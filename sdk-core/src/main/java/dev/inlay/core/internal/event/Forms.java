package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings events to their newest form where they wait, before they are sent for the first time, so that what is stored
 * is what was sent. Thread-safe.
 */
final class Forms {

    private final Upcasts upcasts;
    private final OutboxStore store;
    private final String node;
    private final Map<Integer, Long> doubtful = new ConcurrentHashMap<>();

    Forms(Upcasts upcasts, OutboxStore store, String node) {
        this.upcasts = upcasts;
        this.store = store;
        this.node = node;
    }

    /** Whether the event has a newer form, and nobody can have sent it in the one that it has. */
    boolean isDue(StoredEvent event, int failed, ShardLease lease) {
        return failed == 0
                && upcasts.concerns(event)
                && event.id() > lease.doubtful()
                && event.id() > doubtful.getOrDefault(lease.shard(), 0L);
    }

    /** From now on, events of the shard up to this one stay as they are. */
    void doubt(int shard, long id) {
        doubtful.merge(shard, id, Math::max);
    }

    /** Writes a doubt down for later owners. */
    void keepDoubt(ShardLease lease, long id) {
        store.doubt(node, lease, id);
    }

    /** What the event becomes; throws what an upcaster throws. */
    StoredEvent newest(StoredEvent event) throws Exception {
        return upcasts.newest(event);
    }

    /** Writes the new form down. Answers empty when the lease, or the event, is not what it was. */
    Optional<StoredEvent> keep(StoredEvent newest, ShardLease lease, Lane lane) {
        return store.reform(node, lease, lane, newest) ? Optional.of(newest) : Optional.empty();
    }
}
