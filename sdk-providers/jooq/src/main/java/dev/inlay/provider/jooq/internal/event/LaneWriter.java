package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;

import dev.inlay.provider.jooq.internal.database.Dialect;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Moving;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SelectConditionStep;

/**
 * What a relay does with events that it read. All but {@link #delivered} run with the shard's row locked, so nothing
 * else moves rows between the tables meanwhile; hosts only add behind, and acknowledgements only take away.
 */
final class LaneWriter {

    /** How many events move in one transaction, so that the shard's row is never locked for long. */
    static final int PAGE = 1_000;

    private static final int REASON = 500;

    private final Dialect dialect;
    private final DSLContext sql;

    LaneWriter(Tx tx) {
        this.dialect = tx.dialect();
        this.sql = tx.sql();
    }

    /** Removes what was acknowledged, and retries only where there may be some. */
    List<Integer> delivered(List<Acknowledged> batches) {
        List<Integer> removed = batches.stream()
                .map(batch -> dialect.delete(sql, INLAY_EVENT, Streams.sentOf(batch), INLAY_EVENT.ID, ids(batch)))
                .toList();
        batches.stream()
                .filter(Acknowledged::retried)
                .forEach(batch ->
                        dialect.delete(sql, INLAY_RETRY, Streams.retriedIn(batch.lane()), INLAY_RETRY.ID, ids(batch)));
        return removed;
    }

    private static List<Long> ids(Acknowledged batch) {
        return batch.events().stream().map(StoredEvent::id).sorted().toList();
    }

    void drop(RetryState retry) {
        sql.deleteFrom(INLAY_RETRY)
                .where(Streams.retriedIn(retry.lane()))
                .and(INLAY_RETRY.STREAM_KEY.eq(retry.key()))
                .and(INLAY_RETRY.ID.eq(retry.id()))
                .execute();
    }

    void postpone(RetryState retry) {
        drop(retry);
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

    /** Answers whether the event still waits. */
    boolean reform(Lane lane, StoredEvent event) {
        return sql.update(INLAY_EVENT)
                        .set(INLAY_EVENT.EVENT_VERSION, event.version())
                        .set(INLAY_EVENT.CONTENT_TYPE, event.payload().contentType())
                        .set(INLAY_EVENT.PAYLOAD, event.payload().bytes())
                        .where(Streams.waitingIn(lane))
                        .and(INLAY_EVENT.ID.eq(event.id()))
                        .execute()
                == 1;
    }

    /**
     * Parks an event with the first page of what waits behind it. When the event is parked already, only what waits
     * behind it; when it is gone, nothing.
     *
     * @return the number after which there may be more
     */
    OptionalLong park(Lane lane, StoredEvent event, String reason, Instant at) {
        List<Long> head = lockable(lane, List.of(event.id())).forUpdate().fetch(INLAY_EVENT.ID);
        move(lane, head, Storable.mended(reason, REASON), at);
        boolean here = !head.isEmpty() || isParked(lane, event);
        Condition retries = Streams.retriedIn(lane);
        sql.deleteFrom(INLAY_RETRY)
                .where(event.key()
                        .filter(key -> here)
                        .map(key -> retries.and(INLAY_RETRY.STREAM_KEY.eq(key)))
                        .orElseGet(() -> retries.and(INLAY_RETRY.ID.eq(event.id()))))
                .execute();
        return here ? parkBehind(lane, event, event.seq(), at) : OptionalLong.empty();
    }

    /**
     * Parks the next page of what waits behind an event. Locks only what is visible, and waits for nobody: MariaDB also
     * looks at rows that hosts have not committed, and a row which is being acknowledged right now may stay. The owner
     * parks what stays when it comes to it.
     *
     * @return the number after which there may be more
     */
    OptionalLong parkBehind(Lane lane, StoredEvent event, long after, Instant at) {
        if (event.key().isEmpty()) {
            return OptionalLong.empty();
        }
        Result<Record2<Long, Long>> page = sql.select(INLAY_EVENT.ID, INLAY_EVENT.SEQ)
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(lane))
                .and(INLAY_EVENT.STREAM_KEY.eq(event.key().get()))
                .and(INLAY_EVENT.SEQ.gt(after))
                .orderBy(INLAY_EVENT.SEQ)
                .limit(PAGE)
                .fetch();
        if (page.isEmpty()) {
            return OptionalLong.empty();
        }
        List<Long> locked = lockable(lane, page.getValues(INLAY_EVENT.ID))
                .forUpdate()
                .skipLocked()
                .fetch(INLAY_EVENT.ID);
        move(lane, locked, Storable.mended("waits for " + event.eventId(), REASON), at);
        return page.size() < PAGE
                ? OptionalLong.empty()
                : OptionalLong.of(page.get(PAGE - 1).value2());
    }

    private boolean isParked(Lane lane, StoredEvent event) {
        return sql.fetchExists(INLAY_PARKED, Streams.parkedIn(lane).and(INLAY_PARKED.ID.eq(event.id())));
    }

    /** Moves rows that are locked. */
    private void move(Lane lane, List<Long> locked, String reason, Instant at) {
        Map<Field<?>, ?> aside = Map.of(INLAY_PARKED.PARKED_US, Micros.of(at), INLAY_PARKED.REASON, reason);
        dialect.move(sql, Moving.of(INLAY_EVENT.ID, INLAY_PARKED, aside), Streams.waitingIn(lane), locked);
    }

    private SelectConditionStep<Record1<Long>> lockable(Lane lane, List<Long> ids) {
        return sql.select(INLAY_EVENT.ID)
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(lane))
                .and(INLAY_EVENT.ID.in(ids));
    }
}
