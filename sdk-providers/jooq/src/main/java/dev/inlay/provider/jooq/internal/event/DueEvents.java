package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDelayed.INLAY_DELAYED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayStream.INLAY_STREAM;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.event.StreamNumbers.Given;
import dev.inlay.provider.jooq.internal.event.StreamNumbers.Stream;
import dev.inlay.spi.store.Lane;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Moves what is due into the lanes. Runs with the shard's row locked, so that nobody else moves it too, and waits for
 * no host: a delayed event locked its stream when it was written, so its stream's row is there to be locked or skipped.
 */
final class DueEvents {

    /** How many due events are looked at together; tenants take turns among them. */
    private static final int WINDOW = 2_000;

    /** How many windows full of locked streams are passed before the rest must wait for another time. */
    private static final int MOST_WINDOWS = 50;

    private final Tx tx;
    private final DSLContext sql;

    DueEvents(Tx tx) {
        this.tx = tx;
        this.sql = tx.sql();
    }

    Map<Integer, Instant> next(Collection<Integer> shards) {
        Map<Integer, Instant> next = new HashMap<>();
        shards.stream()
                .map(DueEvents::first)
                .reduce(Select::unionAll)
                .ifPresent(all -> sql.fetch(all).stream()
                        .filter(row -> row.value2() != null)
                        .forEach(row -> next.put(row.value1(), Micros.toInstant(row.value2()))));
        return next;
    }

    private static Select<Record2<Integer, Long>> first(int shard) {
        return DSL.select(DSL.inline(shard), DSL.min(INLAY_DELAYED.DUE_US))
                .from(INLAY_DELAYED)
                .where(INLAY_DELAYED.SHARD.eq(DSL.inline(shard)));
    }

    int move(int shard, Instant now, int limit) {
        StreamLocks locks = new StreamLocks(sql);
        Due last = Due.BEFORE_ALL;
        for (int i = 0; i < MOST_WINDOWS; i++) {
            List<Due> window = window(shard, Micros.of(now), last);
            List<Due> moving = movable(inTurns(window), limit, locks);
            if (!moving.isEmpty()) {
                move(shard, moving, locks);
            }
            if (!moving.isEmpty() || window.size() < WINDOW) {
                return moving.size();
            }
            last = window.get(WINDOW - 1);
        }
        return 0;
    }

    private List<Due> window(int shard, long now, Due after) {
        return sql.select(
                        INLAY_DELAYED.TENANT,
                        INLAY_DELAYED.TARGET,
                        INLAY_DELAYED.STREAM_KEY,
                        INLAY_DELAYED.DUE_US,
                        INLAY_DELAYED.ID)
                .from(INLAY_DELAYED)
                .where(INLAY_DELAYED.SHARD.eq(shard))
                .and(INLAY_DELAYED.DUE_US.between(after.us, now))
                .and(INLAY_DELAYED.DUE_US.gt(after.us).or(INLAY_DELAYED.ID.gt(after.id)))
                .orderBy(INLAY_DELAYED.DUE_US, INLAY_DELAYED.ID)
                .limit(WINDOW)
                .fetch(row ->
                        new Due(new Stream(row.value1(), row.value2(), row.value3()), row.value4(), row.value5()));
    }

    /** The first of each tenant, then the second of each, and so on. */
    private static List<Due> inTurns(List<Due> window) {
        Map<String, List<Due>> tenants = new TreeMap<>();
        window.forEach(due -> tenants.computeIfAbsent(due.stream.tenant(), tenant -> new ArrayList<>())
                .add(due));
        List<Due> turns = new ArrayList<>(window.size());
        for (int i = 0; turns.size() < window.size(); i++) {
            for (List<Due> ofOne : tenants.values()) {
                if (i < ofOne.size()) {
                    turns.add(ofOne.get(i));
                }
            }
        }
        return turns;
    }

    private static List<Due> movable(List<Due> turns, int limit, StreamLocks locks) {
        List<Due> movable = new ArrayList<>();
        for (int from = 0; from < turns.size() && movable.size() < limit; from += limit) {
            List<Due> some = turns.subList(from, Math.min(turns.size(), from + limit));
            locks.lock(some.stream().map(Due::stream).filter(DueEvents::isKeyed).toList());
            some.stream()
                    .filter(due -> !isKeyed(due.stream) || locks.isHeld(due.stream))
                    .limit(limit - movable.size())
                    .forEach(movable::add);
        }
        return movable;
    }

    private static boolean isKeyed(Stream stream) {
        return !stream.key().isEmpty();
    }

    private void move(int shard, List<Due> moving, StreamLocks locks) {
        insert(shard, moving, locks);
        moving.stream()
                .collect(Collectors.groupingBy(
                        due -> new Lane(shard, TenantId.of(due.stream.tenant()), due.stream.target())))
                .forEach((lane, dues) -> tx.dialect()
                        .delete(
                                sql,
                                INLAY_DELAYED,
                                Streams.delayedIn(lane),
                                INLAY_DELAYED.ID,
                                dues.stream().map(Due::id).sorted().toList()));
        locks.write();
    }

    /** One by one, since MariaDB takes no such statement in a batch; payloads stay in the database. */
    private void insert(int shard, List<Due> moving, StreamLocks locks) {
        List<Field<?>> into = EventStatements.columns(INLAY_EVENT.ID, INLAY_EVENT.GENERATION, INLAY_EVENT.SEQ);
        List<Field<?>> from = new ArrayList<>(
                List.of(INLAY_DELAYED.fields(EventStatements.columns().toArray(new Field<?>[0]))));
        from.add(EventStatements.NEXT_ID);
        from.add(DSL.cast(DSL.val(0L), INLAY_EVENT.GENERATION));
        from.add(DSL.cast(DSL.val(0L), INLAY_EVENT.SEQ));
        Condition one = INLAY_DELAYED
                .SHARD
                .eq(shard)
                .and(INLAY_DELAYED.TENANT.eq(""))
                .and(INLAY_DELAYED.TARGET.eq(""))
                .and(INLAY_DELAYED.ID.eq(0L));
        String text = sql.render(sql.insertInto(INLAY_EVENT, into)
                .select(sql.select(from).from(INLAY_DELAYED).where(one)));
        sql.connection(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                for (Due due : moving) {
                    Given given = isKeyed(due.stream) ? locks.next(due.stream) : new Given(0, 0);
                    statement.setLong(1, given.generation());
                    statement.setLong(2, given.last());
                    statement.setInt(3, shard);
                    statement.setString(4, due.stream.tenant());
                    statement.setString(5, due.stream.target());
                    statement.setLong(6, due.id);
                    statement.executeUpdate();
                }
            }
        });
    }

    /** A delayed event, as far as it matters here. */
    private record Due(Stream stream, long us, long id) {
        private static final Due BEFORE_ALL = new Due(new Stream("", "", ""), Long.MIN_VALUE, 0);
    }

    /** The streams of one transaction that nobody else had locked, and the numbers that they have given. */
    private static final class StreamLocks {

        private final DSLContext sql;
        private final Map<Stream, Given> last = new HashMap<>();
        private final java.util.Set<Stream> tried = new java.util.HashSet<>();

        StreamLocks(DSLContext sql) {
            this.sql = sql;
        }

        void lock(Collection<Stream> streams) {
            Map<List<String>, List<String>> keys = new HashMap<>();
            streams.stream()
                    .filter(tried::add)
                    .forEach(stream -> keys.computeIfAbsent(
                                    List.of(stream.tenant(), stream.target()), lane -> new ArrayList<>())
                            .add(stream.key()));
            keys.forEach((lane, some) -> lock(lane.get(0), lane.get(1), some));
        }

        private void lock(String tenant, String target, List<String> keys) {
            sql.select(INLAY_STREAM.STREAM_KEY, INLAY_STREAM.GENERATION, INLAY_STREAM.LAST_SEQ)
                    .from(INLAY_STREAM)
                    .where(INLAY_STREAM.TENANT.eq(tenant))
                    .and(INLAY_STREAM.TARGET.eq(target))
                    .and(INLAY_STREAM.STREAM_KEY.in(keys))
                    .forUpdate()
                    .skipLocked()
                    .fetch()
                    .forEach(row ->
                            last.put(new Stream(tenant, target, row.value1()), new Given(row.value2(), row.value3())));
        }

        boolean isHeld(Stream stream) {
            return last.containsKey(stream);
        }

        Given next(Stream stream) {
            return last.merge(stream, new Given(0, 1), (now, one) -> new Given(now.generation(), now.last() + 1));
        }

        /** Also where nothing was taken, which does no harm. */
        void write() {
            BatchBindStep batch = sql.batch(
                    sql.update(INLAY_STREAM).set(INLAY_STREAM.LAST_SEQ, 0L).where(Stream.same()));
            for (Map.Entry<Stream, Given> each : last.entrySet()) {
                Stream stream = each.getKey();
                batch = batch.bind(each.getValue().last(), stream.tenant(), stream.target(), stream.key());
            }
            if (!last.isEmpty()) {
                batch.execute();
            }
        }
    }
}
