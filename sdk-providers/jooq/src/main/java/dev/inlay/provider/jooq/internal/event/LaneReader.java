package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.sum;

import dev.inlay.api.event.Backlog;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayParkedRecord;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayRetryRecord;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StreamRef;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
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

    List<RetryState> retries(int shard) {
        return sql.selectFrom(INLAY_RETRY).where(INLAY_RETRY.SHARD.eq(shard)).fetch(LaneReader::retry);
    }

    List<StreamRef> parkedStreams(int shard) {
        return sql.selectDistinct(INLAY_PARKED.TENANT, INLAY_PARKED.TARGET, INLAY_PARKED.STREAM_KEY)
                .from(INLAY_PARKED)
                .where(INLAY_PARKED.SHARD.eq(shard))
                .and(INLAY_PARKED.SEQ.gt(0L))
                .fetch(row -> new StreamRef(new Lane(shard, TenantId.of(row.value1()), row.value2()), row.value3()));
    }

    List<Backlog> backlog() {
        Field<Integer> waiting = DSL.field(DSL.name("waiting"), Integer.class);
        Field<Integer> aside = DSL.field(DSL.name("aside"), Integer.class);
        Table<?> counts = sql.select(
                        INLAY_EVENT.TENANT,
                        INLAY_EVENT.TARGET,
                        count().as(waiting),
                        inline(0).as(aside))
                .from(INLAY_EVENT)
                .groupBy(INLAY_EVENT.TENANT, INLAY_EVENT.TARGET)
                .unionAll(sql.select(INLAY_PARKED.TENANT, INLAY_PARKED.TARGET, inline(0), count())
                        .from(INLAY_PARKED)
                        .groupBy(INLAY_PARKED.TENANT, INLAY_PARKED.TARGET))
                .asTable("counts");
        Field<String> tenant = Objects.requireNonNull(counts.field(INLAY_EVENT.TENANT));
        Field<String> target = Objects.requireNonNull(counts.field(INLAY_EVENT.TARGET));
        return sql.select(tenant, target, sum(waiting), sum(aside))
                .from(counts)
                .groupBy(tenant, target)
                .orderBy(tenant, target)
                .fetch(row -> new Backlog(
                        TenantId.of(row.value1()),
                        row.value2(),
                        row.value3().longValueExact(),
                        row.value4().longValueExact()));
    }

    List<ParkedEvent> parked(int limit) {
        return sql.selectFrom(INLAY_PARKED)
                .orderBy(INLAY_PARKED.PARKED_US, INLAY_PARKED.ID)
                .limit(limit)
                .fetch(LaneReader::parked);
    }

    private static RetryState retry(InlayRetryRecord row) {
        return new RetryState(
                new Lane(row.getShard(), TenantId.of(row.getTenant()), row.getTarget()),
                row.getStreamKey(),
                row.getId(),
                row.getAttempts(),
                Micros.toInstant(row.getNextAttemptUs()));
    }

    private static ParkedEvent parked(InlayParkedRecord row) {
        return new ParkedEvent(
                row.getEventId(),
                TenantId.of(row.getTenant()),
                row.getTarget(),
                row.getEventType(),
                Streams.key(row.getStreamKey()),
                row.getSeq(),
                Micros.toInstant(row.getParkedUs()),
                row.getReason());
    }
}
