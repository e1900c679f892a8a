package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;

import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.ReplayResult.OfTarget;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.schema.tables.InlayParked;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxOperations.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.impl.DSL;

/**
 * Some parked events of a lane, each stream's in order and without gaps, and which of them a replay may move: of each
 * stream from its head on those that are chosen, up to the first that is not.
 */
final class ParkedPage {

    /** Behind everything in a lane. */
    static final long END = Long.MAX_VALUE;

    private final DSLContext sql;
    private final Lane lane;
    private final EventFilter filter;
    private final List<Record> rows;

    ParkedPage(DSLContext sql, Lane lane, EventFilter filter, List<Record> rows) {
        this.sql = sql;
        this.lane = lane;
        this.filter = filter;
        this.rows = rows;
    }

    Step step(BiConsumer<Lane, List<Long>> mover, int examples) {
        Map<String, Long> firsts = new LinkedHashMap<>();
        rows.forEach(row -> firsts.putIfAbsent(row.get(INLAY_PARKED.STREAM_KEY), row.get(INLAY_PARKED.ID)));
        firsts.remove("");
        Set<Long> headless = new HashSet<>();
        Set<String> stopped = stopped(firsts, headless);
        List<Long> moving = new ArrayList<>();
        List<ParkedEvent> shown = new ArrayList<>();
        long left = 0;
        for (Record row : rows) {
            ParkedEvent event = ParkedReader.shown(row);
            String key = event.key().orElse("");
            if (!filter.matches(event)) {
                stopped.add(key);
            } else if (key.isEmpty() || !stopped.contains(key)) {
                moving.add(row.get(INLAY_PARKED.ID));
                shown.add(event);
            } else {
                left++;
            }
        }
        Set<Long> moved = new HashSet<>(moving);
        long streams = firsts.values().stream()
                .filter(id -> moved.contains(id) && !headless.contains(id))
                .count();
        mover.accept(lane, moving);
        OfTarget done = new OfTarget(lane.tenant(), lane.target(), moving.size(), streams, left);
        return new Step(List.of(done), shown.subList(0, Math.min(examples, shown.size())), next());
    }

    /** Streams of which an event that is not chosen is parked before the page; and firsts that are no heads. */
    private Set<String> stopped(Map<String, Long> firsts, Set<Long> headless) {
        Set<String> stopped = new HashSet<>();
        if (firsts.isEmpty()) {
            return stopped;
        }
        InlayParked earlier = INLAY_PARKED.as("earlier");
        Condition before = earlier.SHARD
                .eq(INLAY_PARKED.SHARD)
                .and(earlier.TENANT.eq(INLAY_PARKED.TENANT))
                .and(earlier.TARGET.eq(INLAY_PARKED.TARGET))
                .and(earlier.STREAM_KEY.eq(INLAY_PARKED.STREAM_KEY))
                .and(earlier.SEQ.lt(INLAY_PARKED.SEQ));
        Field<Boolean> any = DSL.field(DSL.exists(sql.selectOne().from(earlier).where(before)));
        Field<Boolean> other = filter.selects()
                ? DSL.field(DSL.exists(sql.selectOne().from(earlier).where(before.and(notChosen(earlier)))))
                : DSL.inline(false);
        for (Record3<String, Boolean, Boolean> first : sql.select(INLAY_PARKED.STREAM_KEY, any, other)
                .from(INLAY_PARKED)
                .where(Streams.parkedIn(lane))
                .and(INLAY_PARKED.ID.in(firsts.values()))
                .fetch()) {
            if (first.value2()) {
                headless.add(firsts.get(first.value1()));
            }
            if (first.value3()) {
                stopped.add(first.value1());
            }
        }
        return stopped;
    }

    private Condition notChosen(InlayParked row) {
        Condition chosen = filter.type().map(row.EVENT_TYPE::eq).orElse(DSL.trueCondition());
        chosen = chosen.and(
                filter.since().map(since -> row.PARKED_US.ge(Micros.of(since))).orElse(DSL.trueCondition()));
        return DSL.not(chosen.and(
                filter.until().map(until -> row.PARKED_US.lt(Micros.of(until))).orElse(DSL.trueCondition())));
    }

    private String next() {
        if (rows.size() < OutboxOperations.PAGE) {
            return end(lane);
        }
        Record last = rows.get(rows.size() - 1);
        return at(lane, last.get(filter.key().isPresent() ? INLAY_PARKED.SEQ : INLAY_PARKED.ID));
    }

    /** Where a step begins that has nothing more to do in a lane. */
    static String end(Lane lane) {
        return at(lane, END);
    }

    private static String at(Lane lane, long behind) {
        return Token.of(List.of("" + lane.shard(), lane.tenant().value(), lane.target(), "" + behind));
    }
}
