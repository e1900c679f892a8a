package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDelayed.INLAY_DELAYED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayShard.INLAY_SHARD;
import static org.jooq.impl.DSL.inline;

import dev.inlay.api.event.RowCount;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.spi.store.Lane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Who delivers which shard, and what lies in it, counted no further than an operator can tell apart. Every table of
 * events has the shard first in its primary key, which serves all that is asked here.
 */
final class ShardReader {

    private static final int LANES_AT_ONCE = 200;

    private final Tx tx;
    private final List<Integer> shards;

    ShardReader(Tx tx, int shards) {
        this.tx = tx;
        this.shards = IntStream.range(0, shards).boxed().toList();
    }

    List<ShardStatus> read() {
        Map<Integer, Integer> waiting = count(INLAY_EVENT.SHARD);
        Map<Integer, Integer> delayed = count(INLAY_DELAYED.SHARD);
        Map<Integer, Integer> parked = count(INLAY_PARKED.SHARD);
        Map<Integer, Integer> retrying = count(INLAY_RETRY.SHARD);
        Map<Integer, Long> oldest = oldest();
        return tx.sql()
                .selectFrom(INLAY_SHARD)
                .orderBy(INLAY_SHARD.SHARD)
                .fetch(row -> ShardStatus.of(row.getShard())
                        .owner(Optional.ofNullable(row.getOwner()))
                        .epoch(row.getEpoch())
                        .until(Micros.toInstant(row.getUntilUs()))
                        .waiting(RowCount.of(waiting.getOrDefault(row.getShard(), 0)))
                        .delayed(RowCount.of(delayed.getOrDefault(row.getShard(), 0)))
                        .parked(RowCount.of(parked.getOrDefault(row.getShard(), 0)))
                        .retrying(RowCount.of(retrying.getOrDefault(row.getShard(), 0)))
                        .oldestWaiting(
                                Optional.ofNullable(oldest.get(row.getShard())).map(Micros::toInstant))
                        .build());
    }

    private Map<Integer, Integer> count(TableField<?, Integer> shard) {
        return shards.stream()
                .map(number -> count(shard, number))
                .reduce(Select::unionAll)
                .map(all -> tx.sql().fetch(all).intoMap(Record2::value1, Record2::value2))
                .orElse(Map.of());
    }

    private static Select<Record2<Integer, Integer>> count(TableField<?, Integer> shard, int number) {
        return DSL.select(inline(number), DSL.count())
                .from(DSL.select(inline(1).as("one"))
                        .from(shard.getTable())
                        .where(shard.eq(inline(number)))
                        .limit(RowCount.MOST + 1)
                        .asTable("counted"));
    }

    /** The first of each lane by id, which is close to the order of publishing. */
    private Map<Integer, Long> oldest() {
        List<Lane> lanes = LaneReader.lanes(tx, shards);
        Map<Integer, Long> oldest = new HashMap<>();
        for (int from = 0; from < lanes.size(); from += LANES_AT_ONCE) {
            lanes.subList(from, Math.min(lanes.size(), from + LANES_AT_ONCE)).stream()
                    .map(ShardReader::first)
                    .reduce(Select::unionAll)
                    .ifPresent(firsts ->
                            tx.sql().fetch(firsts).forEach(row -> oldest.merge(row.value1(), row.value2(), Math::min)));
        }
        return oldest;
    }

    private static Select<Record2<Integer, Long>> first(Lane lane) {
        return DSL.select(INLAY_EVENT.SHARD, INLAY_EVENT.PUBLISHED_US)
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(lane))
                .orderBy(INLAY_EVENT.ID)
                .limit(1);
    }
}
