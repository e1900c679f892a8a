package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDelayed.INLAY_DELAYED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;

import dev.inlay.api.event.EventOperations;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import java.util.Optional;
import org.jooq.Condition;

/** Lanes and streams as conditions. An event without a key has the empty key in the tables. */
final class Streams {

    /** Stands for any lane in statements that are rendered once. */
    static final Lane NOBODYS = new Lane(-1, TenantId.of("nobody"), "nothing");

    private Streams() {}

    static String column(Optional<String> key) {
        return key.orElse("");
    }

    static Optional<String> key(String column) {
        return column.isEmpty() ? Optional.empty() : Optional.of(column);
    }

    /** Whether one of these stands in the place of an event that an operator discarded. */
    static boolean hasTombstone(Acknowledged batch) {
        return batch.events().stream().anyMatch(event -> event.type().equals(EventOperations.DISCARDED));
    }

    /**
     * Of rows by id, those that hold what was acknowledged: a tombstone has the id of the event that it replaces, whose
     * acknowledgement may come late. Compares whole ids of events only where a tombstone was acknowledged itself.
     */
    static Condition sentOf(Acknowledged batch) {
        return waitingIn(batch.lane())
                .and(
                        hasTombstone(batch)
                                ? INLAY_EVENT.EVENT_ID.in(batch.events().stream()
                                        .map(StoredEvent::eventId)
                                        .toList())
                                : INLAY_EVENT.EVENT_TYPE.ne(EventOperations.DISCARDED));
    }

    static Condition waitingIn(Lane lane) {
        return INLAY_EVENT
                .SHARD
                .eq(lane.shard())
                .and(INLAY_EVENT.TENANT.eq(lane.tenant().value()))
                .and(INLAY_EVENT.TARGET.eq(lane.target()));
    }

    static Condition delayedIn(Lane lane) {
        return INLAY_DELAYED
                .SHARD
                .eq(lane.shard())
                .and(INLAY_DELAYED.TENANT.eq(lane.tenant().value()))
                .and(INLAY_DELAYED.TARGET.eq(lane.target()));
    }

    static Condition parkedIn(Lane lane) {
        return INLAY_PARKED
                .SHARD
                .eq(lane.shard())
                .and(INLAY_PARKED.TENANT.eq(lane.tenant().value()))
                .and(INLAY_PARKED.TARGET.eq(lane.target()));
    }

    static Condition retriedIn(Lane lane) {
        return INLAY_RETRY
                .SHARD
                .eq(lane.shard())
                .and(INLAY_RETRY.TENANT.eq(lane.tenant().value()))
                .and(INLAY_RETRY.TARGET.eq(lane.target()));
    }
}
