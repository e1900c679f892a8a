package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayShard.INLAY_SHARD;

import dev.inlay.api.event.ParkedEvent;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * What a relay does with events that it read. All but {@link #delivered} run with the shard's row locked, so nothing
 * else moves rows between the tables meanwhile; hosts only add behind.
 */
final class LaneWriter {

    private static final int REASON = 500;

    private static final List<Field<?>> EVENT = List.of(INLAY_EVENT.fields());

    private static final List<Field<?>> PARKED = List.of(INLAY_PARKED.fields(INLAY_EVENT.fields()));

    private final DSLContext sql;

    LaneWriter(DSLContext sql) {
        this.sql = sql;
    }

    int delivered(Lane lane, List<Long> ids) {
        int removed = sql.deleteFrom(INLAY_EVENT)
                .where(Streams.waitingIn(lane))
                .and(INLAY_EVENT.ID.in(ids))
                .execute();
        sql.deleteFrom(INLAY_RETRY)
                .where(Streams.retriedIn(lane))
                .and(INLAY_RETRY.ID.in(ids))
                .execute();
        return removed;
    }

    void postpone(RetryState retry) {
        sql.deleteFrom(INLAY_RETRY)
                .where(Streams.retriedIn(retry.lane()))
                .and(INLAY_RETRY.STREAM_KEY.eq(retry.key()))
                .and(INLAY_RETRY.ID.eq(retry.id()))
                .execute();
        sql.insertInto(INLAY_RETRY)
                .set(INLAY_RETRY.SHARD, retry.lane().shard())
                .set(INLAY_RETRY.TENANT, retry.lane().tenant().value())
                .set(INLAY_RETRY.TARGET, retry.lane().target())
                .set(INLAY_RETRY.STREAM_KEY, retry.key())
                .set(INLAY_RETRY.ID, retry.id())
                .set(INLAY_RETRY.ATTEMPTS, retry.attempts())
                .set(INLAY_RETRY.NEXT_ATTEMPT_US, Micros.of(retry.nextAttempt()))
                .execute();
    }

    void park(Lane lane, StoredEvent event, String reason, Instant at) {
        Condition first = Streams.waitingIn(lane).and(INLAY_EVENT.ID.eq(event.id()));
        move(first, Storable.mended(reason, REASON), at);
        event.key().ifPresent(key -> parkBehind(lane, key, event, at));
        Condition retries = Streams.retriedIn(lane);
        sql.deleteFrom(INLAY_RETRY)
                .where(event.key()
                        .map(key -> retries.and(INLAY_RETRY.STREAM_KEY.eq(key)))
                        .orElseGet(() -> retries.and(INLAY_RETRY.ID.eq(event.id()))))
                .execute();
    }

    int replay(Lane lane, ParkedEvent event) {
        Condition parked = Streams.parkedIn(lane)
                .and(event.key()
                        .map(INLAY_PARKED.STREAM_KEY::eq)
                        .orElseGet(() -> INLAY_PARKED.EVENT_ID.eq(event.eventId())));
        int moved = sql.insertInto(INLAY_EVENT, EVENT)
                .select(sql.select(PARKED).from(INLAY_PARKED).where(parked))
                .execute();
        if (moved > 0) {
            sql.deleteFrom(INLAY_PARKED).where(parked).execute();
            sql.update(INLAY_SHARD)
                    .set(INLAY_SHARD.REVISION, INLAY_SHARD.REVISION.plus(1))
                    .where(INLAY_SHARD.SHARD.eq(lane.shard()))
                    .execute();
        }
        return moved;
    }

    /** Up to the last number that is visible now: one that commits meanwhile must not be deleted without a copy. */
    private void parkBehind(Lane lane, String key, StoredEvent event, Instant at) {
        Condition behind =
                Streams.waitingIn(lane).and(INLAY_EVENT.STREAM_KEY.eq(key)).and(INLAY_EVENT.SEQ.gt(event.seq()));
        Long last = sql.select(DSL.max(INLAY_EVENT.SEQ))
                .from(INLAY_EVENT)
                .where(behind)
                .fetchSingle()
                .value1();
        if (last != null) {
            move(behind.and(INLAY_EVENT.SEQ.le(last)), Storable.mended("waits for " + event.eventId(), REASON), at);
        }
    }

    private void move(Condition which, String reason, Instant at) {
        List<Field<?>> into = new ArrayList<>(PARKED);
        into.add(INLAY_PARKED.PARKED_US);
        into.add(INLAY_PARKED.REASON);
        List<Field<?>> from = new ArrayList<>(EVENT);
        from.add(DSL.cast(DSL.val(Micros.of(at)), INLAY_PARKED.PARKED_US));
        from.add(DSL.cast(DSL.val(reason), INLAY_PARKED.REASON));
        sql.insertInto(INLAY_PARKED, into)
                .select(sql.select(from).from(INLAY_EVENT).where(which))
                .execute();
        sql.deleteFrom(INLAY_EVENT).where(which).execute();
    }
}
