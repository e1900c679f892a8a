package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;

import dev.inlay.api.event.BlockedStream;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.RowCount;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Micros;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Which streams do not move. Goes shard by shard through the parked streams, then through the retries; of a long stream
 * only the head and a few rows behind it are read.
 */
final class BlockedReader {

    private static final int CHUNK = 200;
    private static final String PARKED = "parked";
    private static final String RETRIES = "retries";

    private static final List<Field<?>> HEADS = List.of(
            INLAY_PARKED.SHARD,
            INLAY_PARKED.TENANT,
            INLAY_PARKED.TARGET,
            INLAY_PARKED.STREAM_KEY,
            INLAY_PARKED.SEQ,
            INLAY_PARKED.EVENT_ID,
            INLAY_PARKED.EVENT_TYPE,
            INLAY_PARKED.PARKED_US,
            INLAY_PARKED.REASON);

    private final DSLContext sql;
    private final int shards;
    private final EventFilter filter;
    private final int limit;
    private final List<BlockedStream> found = new ArrayList<>();
    private int looked;

    BlockedReader(DSLContext sql, int shards, EventFilter filter, int limit) {
        this.sql = sql;
        this.shards = shards;
        this.filter = filter;
        this.limit = limit;
    }

    Page<BlockedStream> read(String after) {
        List<String> token = Token.read(after, 6);
        String part = token.isEmpty() ? PARKED : token.get(0);
        int first = token.isEmpty() ? 0 : (int) Token.number(token.get(1));
        List<String> place = token.isEmpty() ? List.of() : token.subList(2, 6);
        for (boolean parked = part.equals(PARKED); ; parked = false) {
            for (int shard = first; shard < shards; shard++) {
                List<String> end = parked ? parkedStreams(shard, place) : retries(shard, place);
                if (!end.isEmpty()) {
                    List<String> next = new ArrayList<>(List.of(parked ? PARKED : RETRIES, "" + shard));
                    next.addAll(end);
                    return Page.of(found, Token.of(next));
                }
                place = List.of();
            }
            if (!parked) {
                return Page.of(found, "");
            }
            first = 0;
        }
    }

    private boolean isFull() {
        return found.size() >= limit || looked >= RowCount.MOST;
    }

    /** Answers where it ended when that is not the shard's end. */
    private List<String> parkedStreams(int shard, List<String> from) {
        Condition among = INLAY_PARKED
                .SHARD
                .eq(DSL.inline(shard))
                .and(filter.tenant()
                        .map(tenant -> INLAY_PARKED.TENANT.eq(tenant.value()))
                        .orElse(DSL.noCondition()));
        IndexWalk walk = new IndexWalk(
                INLAY_PARKED,
                HEADS,
                among,
                List.of(INLAY_PARKED.TENANT, INLAY_PARKED.TARGET, INLAY_PARKED.STREAM_KEY),
                List.of(INLAY_PARKED.SEQ));
        List<String> last = from.isEmpty() ? from : from.subList(0, 3);
        while (true) {
            List<Record> rows = walk.after(sql, last, CHUNK);
            looked += rows.size();
            for (Record row : rows) {
                List<String> stream = List.of(
                        row.get(INLAY_PARKED.TENANT), row.get(INLAY_PARKED.TARGET), row.get(INLAY_PARKED.STREAM_KEY));
                if (stream.equals(last)) {
                    continue;
                }
                if (isFull()) {
                    return place(last, "0");
                }
                last = stream;
                if (!stream.get(2).isEmpty() && isMeant(stream.get(1))) {
                    found.add(parked(shard, row));
                }
            }
            if (rows.size() < CHUNK) {
                return List.of();
            }
        }
    }

    private List<String> retries(int shard, List<String> from) {
        List<Record> rows = retryRows(shard, from);
        List<String> last = from.isEmpty() ? place(from, "0") : from;
        while (!rows.isEmpty()) {
            looked += rows.size();
            for (Record row : rows) {
                if (isFull()) {
                    return last;
                }
                last = List.of(
                        row.get(INLAY_RETRY.TENANT),
                        row.get(INLAY_RETRY.TARGET),
                        row.get(INLAY_RETRY.STREAM_KEY),
                        "" + row.get(INLAY_RETRY.ID));
                if (isMeant(last.get(1))) {
                    found.add(retrying(shard, row));
                }
            }
            rows = rows.size() < CHUNK ? List.of() : retryRows(shard, last);
        }
        return List.of();
    }

    /** Behind a place: first the same key's further ids, which only events without a key have. */
    private List<Record> retryRows(int shard, List<String> from) {
        Condition among = INLAY_RETRY
                .SHARD
                .eq(DSL.inline(shard))
                .and(filter.tenant()
                        .map(tenant -> INLAY_RETRY.TENANT.eq(tenant.value()))
                        .orElse(DSL.noCondition()));
        List<Field<String>> keys = List.of(INLAY_RETRY.TENANT, INLAY_RETRY.TARGET, INLAY_RETRY.STREAM_KEY);
        List<Record> rows = new ArrayList<>();
        if (!from.isEmpty()) {
            Condition same = among.and(INLAY_RETRY.TENANT.eq(from.get(0)))
                    .and(INLAY_RETRY.TARGET.eq(from.get(1)))
                    .and(INLAY_RETRY.STREAM_KEY.eq(from.get(2)))
                    .and(INLAY_RETRY.ID.gt(Token.number(from.get(3))));
            rows.addAll(heads(new IndexWalk(retried(), retryFields(), same, keys, List.of(INLAY_RETRY.ID)), List.of()));
        }
        if (rows.size() < CHUNK) {
            List<String> place = from.isEmpty() ? from : from.subList(0, 3);
            rows.addAll(heads(new IndexWalk(retried(), retryFields(), among, keys, List.of(INLAY_RETRY.ID)), place));
        }
        return rows;
    }

    private List<Record> heads(IndexWalk walk, List<String> place) {
        return walk.after(sql, place, CHUNK);
    }

    private static Table<?> retried() {
        return INLAY_RETRY
                .leftJoin(INLAY_EVENT)
                .on(same(INLAY_EVENT.SHARD, INLAY_RETRY.SHARD)
                        .and(same(INLAY_EVENT.TENANT, INLAY_RETRY.TENANT))
                        .and(same(INLAY_EVENT.TARGET, INLAY_RETRY.TARGET))
                        .and(same(INLAY_EVENT.ID, INLAY_RETRY.ID)));
    }

    private static <T> Condition same(TableField<?, T> one, TableField<?, T> other) {
        return one.eq(other);
    }

    private static List<Field<?>> retryFields() {
        return List.of(
                INLAY_RETRY.TENANT,
                INLAY_RETRY.TARGET,
                INLAY_RETRY.STREAM_KEY,
                INLAY_RETRY.ID,
                INLAY_RETRY.ATTEMPTS,
                INLAY_RETRY.NEXT_ATTEMPT_US,
                INLAY_EVENT.EVENT_ID,
                INLAY_EVENT.EVENT_TYPE,
                INLAY_EVENT.SEQ);
    }

    private boolean isMeant(String target) {
        return filter.target().map(target::equals).orElse(true);
    }

    private static BlockedStream parked(int shard, Record row) {
        return BlockedStream.of(TenantId.of(row.get(INLAY_PARKED.TENANT)), row.get(INLAY_PARKED.TARGET))
                .shard(shard)
                .key(Streams.key(row.get(INLAY_PARKED.STREAM_KEY)))
                .head(row.get(INLAY_PARKED.EVENT_ID), row.get(INLAY_PARKED.EVENT_TYPE), row.get(INLAY_PARKED.SEQ))
                .parked(Micros.toInstant(row.get(INLAY_PARKED.PARKED_US)), row.get(INLAY_PARKED.REASON))
                .build();
    }

    private static BlockedStream retrying(int shard, Record row) {
        BlockedStream.Builder stream = BlockedStream.of(
                        TenantId.of(row.get(INLAY_RETRY.TENANT)), row.get(INLAY_RETRY.TARGET))
                .shard(shard)
                .key(Streams.key(row.get(INLAY_RETRY.STREAM_KEY)))
                .retrying(row.get(INLAY_RETRY.ATTEMPTS), Micros.toInstant(row.get(INLAY_RETRY.NEXT_ATTEMPT_US)));
        String eventId = row.get(INLAY_EVENT.EVENT_ID);
        if (eventId != null) {
            stream.head(eventId, row.get(INLAY_EVENT.EVENT_TYPE), row.get(INLAY_EVENT.SEQ));
        }
        return stream.build();
    }

    private static List<String> place(List<String> stream, String id) {
        List<String> place = new ArrayList<>(stream.isEmpty() ? List.of("", "", "") : stream);
        place.add(id);
        return place;
    }
}
