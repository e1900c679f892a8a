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
 * else moves rows between the tables meanwhile; hosts only add behind, and acknowledgements only take away.
 */
final class LaneWriter {

    /** How many events move in one transaction, so that the shard's row is never locked for long. */
    static final int PAGE = 1_000;

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

    /**
     * Parks an event with the first page of what waits behind it. When the event is parked already, only what waits
     * behind it; when it is gone, nothing.
     *
     * @return whether there may be more behind
     */
    boolean park(Lane lane, StoredEvent event, String reason, Instant at) {
        boolean moved = move(lane, List.of(event.id()), Storable.mended(reason, REASON), at) > 0;
        boolean here = moved || isParked(lane, event);
        Condition retries = Streams.retriedIn(lane);
        sql.deleteFrom(INLAY_RETRY)
                .where(event.key()
                        .filter(key -> here)
                        .map(key -> retries.and(INLAY_RETRY.STREAM_KEY.eq(key)))
                        .orElseGet(() -> retries.and(INLAY_RETRY.ID.eq(event.id()))))
                .execute();
        return here && parkBehind(lane, event, at);
    }

    /**
     * Parks the next page of what waits behind an event. Takes what is visible without a lock, then locks it by its
     * primary key, so that a host which is adding to the stream is not waited for.
     *
     * @return whether there may be more behind
     */
    boolean parkBehind(Lane lane, StoredEvent event, Instant at) {
        if (event.key().isEmpty()) {
            return false;
        }
        List<Long> page = sql.select(INLAY_EVENT.ID)
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(lane))
                .and(INLAY_EVENT.STREAM_KEY.eq(event.key().get()))
                .and(INLAY_EVENT.SEQ.gt(event.seq()))
                .orderBy(INLAY_EVENT.SEQ)
                .limit(PAGE)
                .fetch(INLAY_EVENT.ID);
        move(lane, page, Storable.mended("waits for " + event.eventId(), REASON), at);
        return page.size() == PAGE;
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

    private boolean isParked(Lane lane, StoredEvent event) {
        return sql.fetchExists(INLAY_PARKED, Streams.parkedIn(lane).and(INLAY_PARKED.ID.eq(event.id())));
    }

    /** Moves those that are still there: an acknowledgement, which is not fenced, may take rows away meanwhile. */
    private int move(Lane lane, List<Long> ids, String reason, Instant at) {
        List<Long> locked = ids.isEmpty() ? ids : lock(lane, ids);
        if (locked.isEmpty()) {
            return 0;
        }
        Condition which = Streams.waitingIn(lane).and(INLAY_EVENT.ID.in(locked));
        List<Field<?>> into = new ArrayList<>(PARKED);
        into.add(INLAY_PARKED.PARKED_US);
        into.add(INLAY_PARKED.REASON);
        List<Field<?>> from = new ArrayList<>(EVENT);
        from.add(DSL.cast(DSL.val(Micros.of(at)), INLAY_PARKED.PARKED_US));
        from.add(DSL.cast(DSL.val(reason), INLAY_PARKED.REASON));
        sql.insertInto(INLAY_PARKED, into)
                .select(sql.select(from).from(INLAY_EVENT).where(which))
                .execute();
        return sql.deleteFrom(INLAY_EVENT).where(which).execute();
    }

    private List<Long> lock(Lane lane, List<Long> ids) {
        return sql.select(INLAY_EVENT.ID)
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(lane))
                .and(INLAY_EVENT.ID.in(ids))
                .orderBy(INLAY_EVENT.ID)
                .forUpdate()
                .fetch(INLAY_EVENT.ID);
    }
}
