package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;
import static org.jooq.impl.DSL.min;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayRetryRecord;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StreamRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What waits, what is tried again, what is parked. */
final class LaneReader {

    private final DSLContext sql;

    LaneReader(DSLContext sql) {
        this.sql = sql;
    }

    static List<Lane> lanes(Tx tx, Collection<Integer> shards) {
        return tx.dialect()
                .groups(tx.sql(), List.of(INLAY_EVENT.SHARD, INLAY_EVENT.TENANT, INLAY_EVENT.TARGET), shards)
                .map(row -> new Lane(
                        row.get(INLAY_EVENT.SHARD),
                        TenantId.of(row.get(INLAY_EVENT.TENANT)),
                        row.get(INLAY_EVENT.TARGET)));
    }

    OptionalLong firstUndelivered(StreamRef stream) {
        Long waiting = sql.select(min(INLAY_EVENT.SEQ))
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(stream.lane()))
                .and(INLAY_EVENT.STREAM_KEY.eq(stream.key()))
                .fetchSingle()
                .value1();
        Long parked = sql.select(min(INLAY_PARKED.SEQ))
                .from(INLAY_PARKED)
                .where(Streams.parkedIn(stream.lane()))
                .and(INLAY_PARKED.STREAM_KEY.eq(stream.key()))
                .fetchSingle()
                .value1();
        return Stream.of(waiting, parked)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min();
    }

    Retries retries(int shard) {
        Field<Boolean> isLeft = DSL.field(DSL.or(
                DSL.exists(sql.selectOne()
                        .from(INLAY_EVENT)
                        .where(INLAY_EVENT.SHARD.eq(INLAY_RETRY.SHARD))
                        .and(INLAY_EVENT.TENANT.eq(INLAY_RETRY.TENANT))
                        .and(INLAY_EVENT.TARGET.eq(INLAY_RETRY.TARGET))
                        .and(INLAY_EVENT.ID.eq(INLAY_RETRY.ID))),
                DSL.exists(sql.selectOne()
                        .from(INLAY_PARKED)
                        .where(INLAY_PARKED.SHARD.eq(INLAY_RETRY.SHARD))
                        .and(INLAY_PARKED.TENANT.eq(INLAY_RETRY.TENANT))
                        .and(INLAY_PARKED.TARGET.eq(INLAY_RETRY.TARGET))
                        .and(INLAY_PARKED.ID.eq(INLAY_RETRY.ID)))));
        List<RetryState> left = new ArrayList<>();
        List<RetryState> orphaned = new ArrayList<>();
        sql.select(INLAY_RETRY.fields())
                .select(isLeft)
                .from(INLAY_RETRY)
                .where(INLAY_RETRY.SHARD.eq(shard))
                .fetch()
                .forEach(row -> (row.get(isLeft) ? left : orphaned).add(retry(row.into(INLAY_RETRY))));
        return new Retries(left, orphaned);
    }

    /** Retries by whether their event waits or is parked, all seen at one moment. A delayed event has none yet. */
    record Retries(List<RetryState> left, List<RetryState> orphaned) {}

    List<StreamRef> parkedStreams(int shard) {
        return sql.selectDistinct(INLAY_PARKED.TENANT, INLAY_PARKED.TARGET, INLAY_PARKED.STREAM_KEY)
                .from(INLAY_PARKED)
                .where(INLAY_PARKED.SHARD.eq(shard))
                .and(INLAY_PARKED.SEQ.gt(0L))
                .fetch(row -> new StreamRef(new Lane(shard, TenantId.of(row.value1()), row.value2()), row.value3()));
    }

    private static RetryState retry(InlayRetryRecord row) {
        return new RetryState(
                new Lane(row.getShard(), TenantId.of(row.getTenant()), row.getTarget()),
                row.getStreamKey(),
                row.getId(),
                row.getAttempts(),
                Micros.toInstant(row.getNextAttemptUs()));
    }
}
