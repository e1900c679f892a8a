package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Rendered;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.LaneStart;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import dev.inlay.spi.store.StreamStart;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jooq.Field;
import org.jooq.Select;

/**
 * The questions that a relay asks all the time, several of a kind in one statement. Rendered once and read from the
 * driver's own result: records would cost more than the rest of a delivery. Thread-safe.
 */
final class Pages {

    private static final int TOGETHER = 16;

    private final Database database;
    private final Map<Integer, Rendered> lanes = new ConcurrentHashMap<>();
    private final Map<Integer, Rendered> streams = new ConcurrentHashMap<>();
    private final Map<Integer, Rendered> firsts = new ConcurrentHashMap<>();

    Pages(Database database) {
        this.database = database;
    }

    List<List<StoredEvent>> read(List<LaneStart> starts) {
        return inParts(starts, new LaneStart(Streams.NOBODYS, 0, 1), part -> {
            Rendered statement = rendered(lanes, part.size(), Pages::lanePage);
            return database.query("reading " + named(part.get(0).lane()), statement, prepared -> {
                int bind = 1;
                for (LaneStart start : part) {
                    bind = bind(prepared, bind, start.lane());
                    prepared.setLong(bind++, start.afterId());
                    prepared.setInt(bind++, start.limit());
                }
                return events(prepared, part.size());
            });
        });
    }

    List<List<StoredEvent>> readStreams(List<StreamStart> starts) {
        return inParts(starts, new StreamStart(new StreamRef(Streams.NOBODYS, ""), 0, 1), part -> {
            Rendered statement = rendered(streams, part.size(), Pages::streamPage);
            return database.query("reading " + named(part.get(0).stream().lane()), statement, prepared -> {
                int bind = 1;
                for (StreamStart start : part) {
                    bind = bind(prepared, bind, start.stream().lane());
                    prepared.setString(bind++, start.stream().key());
                    prepared.setLong(bind++, start.afterSeq());
                    prepared.setInt(bind++, start.limit());
                }
                return events(prepared, part.size());
            });
        });
    }

    Map<StreamRef, Long> firstUndelivered(Collection<StreamRef> asked) {
        Map<StreamRef, Long> first = new HashMap<>();
        inParts(List.copyOf(asked), new StreamRef(Streams.NOBODYS, ""), part -> {
            Rendered statement = rendered(firsts, part.size(), Pages::firstOf);
            return database.query("reading " + named(part.get(0).lane()), statement, prepared -> {
                int bind = 1;
                for (StreamRef stream : part) {
                    for (int table = 0; table < 2; table++) {
                        bind = bind(prepared, bind, stream.lane());
                        prepared.setString(bind++, stream.key());
                    }
                }
                lowest(prepared, part, first);
                return part;
            });
        });
        return first;
    }

    private static void lowest(PreparedStatement prepared, List<StreamRef> part, Map<StreamRef, Long> first)
            throws SQLException {
        try (ResultSet rows = prepared.executeQuery()) {
            while (rows.next()) {
                long seq = rows.getLong(2);
                if (!rows.wasNull()) {
                    first.merge(part.get(rows.getInt(1)), seq, Math::min);
                }
            }
        }
    }

    /** Asks for some at a time, in so few different numbers that the database can keep their plans. */
    private static <S, T> List<T> inParts(List<S> all, S filler, Asking<S, T> asking) {
        List<T> answers = new ArrayList<>(all.size());
        for (int from = 0; from < all.size(); from += TOGETHER) {
            List<S> part = new ArrayList<>(all.subList(from, Math.min(all.size(), from + TOGETHER)));
            int asked = part.size();
            while (Integer.bitCount(part.size()) != 1) {
                part.add(filler);
            }
            answers.addAll(asking.ask(part).subList(0, asked));
        }
        return answers;
    }

    private static Rendered rendered(Map<Integer, Rendered> known, int count, IntFunction<Select<?>> branch) {
        return known.computeIfAbsent(
                count,
                n -> new Rendered(() -> {
                    Select<?> all = branch.apply(0);
                    for (int i = 1; i < n; i++) {
                        all = union(all, branch.apply(i));
                    }
                    return all;
                }));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Select<?> union(Select<?> some, Select<?> more) {
        return ((Select) some).unionAll((Select) more);
    }

    private static Select<?> lanePage(int number) {
        return select(event(number))
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(Streams.NOBODYS))
                .and(INLAY_EVENT.ID.gt(0L))
                .orderBy(INLAY_EVENT.ID)
                .limit(1);
    }

    private static Select<?> streamPage(int number) {
        return select(event(number))
                .from(INLAY_EVENT)
                .where(Streams.waitingIn(Streams.NOBODYS))
                .and(INLAY_EVENT.STREAM_KEY.eq(""))
                .and(INLAY_EVENT.SEQ.gt(0L))
                .orderBy(INLAY_EVENT.SEQ)
                .limit(1);
    }

    private static Select<?> firstOf(int number) {
        Field<Integer> stream = inline(number).as("stream");
        return union(
                select(stream, min(INLAY_EVENT.SEQ))
                        .from(INLAY_EVENT)
                        .where(Streams.waitingIn(Streams.NOBODYS))
                        .and(INLAY_EVENT.STREAM_KEY.eq("")),
                select(stream, min(INLAY_PARKED.SEQ))
                        .from(INLAY_PARKED)
                        .where(Streams.parkedIn(Streams.NOBODYS))
                        .and(INLAY_PARKED.STREAM_KEY.eq("")));
    }

    private static List<Field<?>> event(int number) {
        return List.of(
                INLAY_EVENT.ID,
                INLAY_EVENT.STREAM_KEY,
                INLAY_EVENT.GENERATION,
                INLAY_EVENT.SEQ,
                INLAY_EVENT.EVENT_ID,
                INLAY_EVENT.EVENT_TYPE,
                INLAY_EVENT.EVENT_VERSION,
                INLAY_EVENT.CONTENT_TYPE,
                INLAY_EVENT.PAYLOAD,
                INLAY_EVENT.PUBLISHED_US,
                inline(number).as("part"));
    }

    private static int bind(PreparedStatement prepared, int from, Lane lane) throws SQLException {
        prepared.setInt(from, lane.shard());
        prepared.setString(from + 1, lane.tenant().value());
        prepared.setString(from + 2, lane.target());
        return from + 3;
    }

    private static List<List<StoredEvent>> events(PreparedStatement prepared, int parts) throws SQLException {
        List<List<StoredEvent>> pages = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            pages.add(new ArrayList<>());
        }
        try (ResultSet rows = prepared.executeQuery()) {
            while (rows.next()) {
                pages.get(rows.getInt(11)).add(event(rows));
            }
        }
        return pages;
    }

    /** In the order of the columns above. */
    private static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                Streams.key(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7),
                Payload.of(row.getString(8), row.getBytes(9)),
                Micros.toInstant(row.getLong(10)));
    }

    private static String named(Lane lane) {
        return "tenant " + lane.tenant() + ", target " + lane.target();
    }

    @FunctionalInterface
    private interface Asking<S, T> {
        List<T> ask(List<S> part);
    }
}
