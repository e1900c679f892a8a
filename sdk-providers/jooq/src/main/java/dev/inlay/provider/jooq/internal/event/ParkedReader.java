package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;

import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.RowCount;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.event.Places.Place;
import dev.inlay.spi.store.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What is parked, without the payloads. */
final class ParkedReader {

    static final List<Field<?>> SHOWN = List.of(
            INLAY_PARKED.ID,
            INLAY_PARKED.TENANT,
            INLAY_PARKED.TARGET,
            INLAY_PARKED.STREAM_KEY,
            INLAY_PARKED.SEQ,
            INLAY_PARKED.EVENT_ID,
            INLAY_PARKED.EVENT_TYPE,
            INLAY_PARKED.PARKED_US,
            INLAY_PARKED.REASON);

    private static final int CHUNK = 1_000;

    /** What a jump to the next tenant and target counts for. */
    private static final int JUMP = 100;

    private final DSLContext sql;

    ParkedReader(DSLContext sql) {
        this.sql = sql;
    }

    Page<ParkedEvent> parked(EventFilter filter, String after, int limit) {
        List<String> token = Token.read(after, 4);
        if (filter.eventId().isPresent()) {
            return Page.of(
                    withId(filter.eventId().get()).stream()
                            .map(ParkedReader::shown)
                            .filter(filter::matches)
                            .toList(),
                    "");
        }
        List<ParkedEvent> found = new ArrayList<>();
        Optional<Position> at = token.isEmpty()
                ? next(filter, List.of())
                : Optional.of(new Position(
                        new Place(TenantId.of(token.get(0)), token.get(1)),
                        Token.number(token.get(2)),
                        Token.number(token.get(3))));
        int looked = 0;
        while (at.isPresent()) {
            Position position = at.get();
            if (found.size() >= limit || looked >= RowCount.MOST) {
                return Page.of(found, Token.of(position.parts()));
            }
            int most = Math.min(CHUNK, filter.isNarrow() ? CHUNK : limit - found.size());
            List<Record> rows = rows(filter, position, most);
            looked += rows.size() + JUMP;
            for (Record row : rows) {
                if (found.size() >= limit) {
                    break;
                }
                position = position.behind(row);
                ParkedEvent event = shown(row);
                if (filter.matches(event)) {
                    found.add(event);
                }
            }
            boolean more = rows.size() == most || found.size() >= limit;
            at = more ? Optional.of(position) : next(filter, position.place.key());
        }
        return Page.of(found, "");
    }

    private List<Record> rows(EventFilter filter, Position from, int most) {
        Condition range = INLAY_PARKED
                .TENANT
                .eq(from.place.tenant().value())
                .and(INLAY_PARKED.TARGET.eq(from.place.target()))
                .and(filter.until()
                        .map(until -> INLAY_PARKED.PARKED_US.lt(Micros.of(until)))
                        .orElse(DSL.noCondition()));
        long since = filter.since().map(Micros::of).orElse(Long.MIN_VALUE);
        List<Record> rows = new ArrayList<>();
        if (from.micros >= since) {
            rows.addAll(read(range.and(INLAY_PARKED.PARKED_US.eq(from.micros)).and(INLAY_PARKED.ID.gt(from.id)), most));
        }
        if (rows.size() < most) {
            Condition later =
                    from.micros >= since ? INLAY_PARKED.PARKED_US.gt(from.micros) : INLAY_PARKED.PARKED_US.ge(since);
            rows.addAll(read(range.and(later), most - rows.size()));
        }
        return rows;
    }

    private List<Record> read(Condition which, int most) {
        return List.copyOf(sql.select(SHOWN)
                .from(INLAY_PARKED)
                .where(which)
                .orderBy(INLAY_PARKED.PARKED_US, INLAY_PARKED.ID)
                .limit(most)
                .fetch());
    }

    /** The start of the next tenant and target that the filter may mean. */
    private Optional<Position> next(EventFilter filter, List<String> behind) {
        Condition among = filter.tenant()
                .map(tenant -> INLAY_PARKED.TENANT.eq(tenant.value()))
                .orElse(DSL.noCondition());
        return new Places(INLAY_PARKED, among)
                .next(sql, behind, filter.target())
                .map(place -> new Position(place, Long.MIN_VALUE, 0));
    }

    Optional<Record> find(TenantId tenant, String target, String eventId) {
        return withId(eventId).stream()
                .filter(row -> row.get(INLAY_PARKED.TENANT).equals(tenant.value())
                        && row.get(INLAY_PARKED.TARGET).equals(target))
                .findFirst();
    }

    private List<Record> withId(String eventId) {
        return List.copyOf(sql.select(SHOWN)
                .from(INLAY_PARKED)
                .where(INLAY_PARKED.EVENT_ID.eq(eventId))
                .orderBy(INLAY_PARKED.TENANT, INLAY_PARKED.TARGET, INLAY_PARKED.ID)
                .fetch());
    }

    /** The first parked event of a stream. */
    Optional<Record> head(Lane lane, String key) {
        return sql.select(SHOWN)
                .from(INLAY_PARKED)
                .where(Streams.parkedIn(lane))
                .and(INLAY_PARKED.STREAM_KEY.eq(key))
                .orderBy(INLAY_PARKED.SEQ)
                .limit(1)
                .fetchOptional()
                .map(row -> row);
    }

    static ParkedEvent shown(Record row) {
        return new ParkedEvent(
                row.get(INLAY_PARKED.EVENT_ID),
                TenantId.of(row.get(INLAY_PARKED.TENANT)),
                row.get(INLAY_PARKED.TARGET),
                row.get(INLAY_PARKED.EVENT_TYPE),
                Streams.key(row.get(INLAY_PARKED.STREAM_KEY)),
                row.get(INLAY_PARKED.SEQ),
                Micros.toInstant(row.get(INLAY_PARKED.PARKED_US)),
                row.get(INLAY_PARKED.REASON));
    }

    /** A row of a tenant and target, or the place before the first. */
    private record Position(Place place, long micros, long id) {

        Position behind(Record row) {
            return new Position(place, row.get(INLAY_PARKED.PARKED_US), row.get(INLAY_PARKED.ID));
        }

        List<String> parts() {
            return List.of(place.tenant().value(), place.target(), "" + micros, "" + id);
        }
    }
}
