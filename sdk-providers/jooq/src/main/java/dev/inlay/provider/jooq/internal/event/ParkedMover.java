package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;

import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult.OfTarget;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Moving;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.event.Places.Place;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxOperations.Step;
import dev.inlay.spi.store.OutboxOperations.Tombstone;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Takes events out of what is parked, with the shard's row locked, so that no relay moves any meanwhile. */
final class ParkedMover {

    private static final int EXAMPLES = 20;
    private static final Step NOTHING = new Step(List.of(), List.of(), "");
    private static final Moving BACK = Moving.of(INLAY_PARKED.ID, INLAY_EVENT);

    private final Tx tx;
    private final DSLContext sql;
    private final Shards shards;
    private final ParkedReader reader;

    ParkedMover(Tx tx, Shards shards) {
        this.tx = tx;
        this.sql = tx.sql();
        this.shards = shards;
        this.reader = new ParkedReader(sql);
    }

    Step replay(Replay what, String after, boolean move) {
        return what.isOne() ? replayOne(what.filter(), move) : replaySome(what.filter(), after, move);
    }

    private Step replayOne(EventFilter one, boolean move) {
        Optional<Head> head = requireHead(
                one.tenant().orElseThrow(),
                one.target().orElseThrow(),
                one.eventId().orElseThrow(),
                move);
        return head.map(found -> {
                    if (move) {
                        move(found.lane, List.of(found.row.get(INLAY_PARKED.ID)));
                    }
                    ParkedEvent event = ParkedReader.shown(found.row);
                    long streams = event.key().isPresent() ? 1 : 0;
                    OfTarget done = new OfTarget(event.tenant(), event.target(), 1, streams, 0);
                    return new Step(List.of(done), List.of(event), "");
                })
                .orElse(NOTHING);
    }

    private Step replaySome(EventFilter filter, String after, boolean move) {
        List<String> token = Token.read(after, 4);
        Optional<Lane> lane = token.isEmpty()
                ? first(filter)
                : Optional.of(new Lane((int) Token.number(token.get(0)), TenantId.of(token.get(1)), token.get(2)));
        long behind = token.isEmpty() ? 0 : Token.number(token.get(3));
        while (lane.isPresent()) {
            if (behind < ParkedPage.END) {
                if (move) {
                    ShardLeases.lock(tx, lane.get().shard());
                }
                List<Record> rows = rows(lane.get(), filter, behind);
                if (!rows.isEmpty()) {
                    return new ParkedPage(sql, lane.get(), filter, rows)
                            .step(move ? this::move : (l, ids) -> {}, EXAMPLES);
                }
                if (move) {
                    // what comes next is looked for, and its shard's row locked, in a transaction of its own
                    return isOneStream(filter) ? NOTHING : new Step(List.of(), List.of(), ParkedPage.end(lane.get()));
                }
            }
            lane = isOneStream(filter)
                    ? Optional.empty()
                    : from(
                            filter,
                            lane.get().shard(),
                            List.of(lane.get().tenant().value(), lane.get().target()));
            behind = 0;
        }
        return NOTHING;
    }

    private List<Record> rows(Lane lane, EventFilter filter, long behind) {
        Condition which = Streams.parkedIn(lane)
                .and(filter.key().map(INLAY_PARKED.STREAM_KEY::eq).orElse(DSL.noCondition()));
        Field<Long> order = filter.key().isPresent() ? INLAY_PARKED.SEQ : INLAY_PARKED.ID;
        return List.copyOf(sql.select(ParkedReader.SHOWN)
                .from(INLAY_PARKED)
                .where(which)
                .and(order.gt(behind))
                .orderBy(order)
                .limit(OutboxOperations.PAGE)
                .fetch());
    }

    private Optional<Lane> first(EventFilter filter) {
        if (isOneStream(filter)) {
            TenantId tenant = filter.tenant().orElseThrow();
            String target = filter.target().orElseThrow();
            return Optional.of(new Lane(shards.of(tenant, target, filter.key(), ""), tenant, target));
        }
        return from(filter, 0, List.of());
    }

    private static boolean isOneStream(EventFilter filter) {
        return filter.tenant().isPresent()
                && filter.target().isPresent()
                && filter.key().isPresent();
    }

    private Optional<Lane> from(EventFilter filter, int shard, List<String> behind) {
        List<String> last = behind;
        for (int number = shard; number < shards.count(); number++) {
            Condition among = INLAY_PARKED
                    .SHARD
                    .eq(number)
                    .and(filter.tenant()
                            .map(tenant -> INLAY_PARKED.TENANT.eq(tenant.value()))
                            .orElse(DSL.noCondition()));
            Optional<Place> next = new Places(INLAY_PARKED, among).next(sql, last, filter.target());
            if (next.isPresent()) {
                return Optional.of(
                        new Lane(number, next.get().tenant(), next.get().target()));
            }
            last = List.of();
        }
        return Optional.empty();
    }

    boolean discard(TenantId tenant, String target, String eventId, Tombstone instead) {
        Optional<Head> head = requireHead(tenant, target, eventId, true);
        head.ifPresent(found -> {
            long id = found.row.get(INLAY_PARKED.ID);
            if (!found.row.get(INLAY_PARKED.STREAM_KEY).isEmpty()) {
                bury(found.lane, id, instead);
            }
            sql.deleteFrom(INLAY_PARKED)
                    .where(Streams.parkedIn(found.lane))
                    .and(INLAY_PARKED.ID.eq(id))
                    .execute();
            Revision.raise(tx, found.lane.shard());
        });
        return head.isPresent();
    }

    private void bury(Lane lane, long id, Tombstone instead) {
        Record parked = sql.select(INLAY_PARKED.STREAM_KEY, INLAY_PARKED.GENERATION, INLAY_PARKED.SEQ)
                .from(INLAY_PARKED)
                .where(Streams.parkedIn(lane))
                .and(INLAY_PARKED.ID.eq(id))
                .fetchSingle();
        sql.insertInto(INLAY_EVENT)
                .set(INLAY_EVENT.SHARD, lane.shard())
                .set(INLAY_EVENT.TENANT, lane.tenant().value())
                .set(INLAY_EVENT.TARGET, lane.target())
                .set(INLAY_EVENT.ID, id)
                .set(INLAY_EVENT.STREAM_KEY, parked.get(INLAY_PARKED.STREAM_KEY))
                .set(INLAY_EVENT.GENERATION, parked.get(INLAY_PARKED.GENERATION))
                .set(INLAY_EVENT.SEQ, parked.get(INLAY_PARKED.SEQ))
                .set(INLAY_EVENT.EVENT_ID, instead.eventId())
                .set(INLAY_EVENT.EVENT_TYPE, instead.type())
                .set(INLAY_EVENT.EVENT_VERSION, 1)
                .set(INLAY_EVENT.CONTENT_TYPE, instead.payload().contentType())
                .set(INLAY_EVENT.PAYLOAD, instead.payload().bytes())
                .set(INLAY_EVENT.PUBLISHED_US, Micros.of(instead.at()))
                .execute();
    }

    /** Finds an event, locks its shard, and looks again. */
    private Optional<Head> requireHead(TenantId tenant, String target, String eventId, boolean lock) {
        Optional<Record> seen = reader.find(tenant, target, eventId);
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> key = ParkedReader.shown(seen.get()).key();
        Lane lane = new Lane(shards.of(tenant, target, key, eventId), tenant, target);
        if (lock) {
            ShardLeases.lock(tx, lane.shard());
        }
        Optional<Record> row = reader.find(tenant, target, eventId);
        if (row.isPresent() && key.isPresent()) {
            Record head = reader.head(lane, key.get()).orElseThrow();
            if (!head.get(INLAY_PARKED.ID).equals(row.get().get(INLAY_PARKED.ID))) {
                throw OutboxOperations.notHead(ParkedReader.shown(row.get()), ParkedReader.shown(head));
            }
        }
        return row.map(found -> new Head(lane, found));
    }

    private void move(Lane lane, List<Long> ids) {
        if (!ids.isEmpty()) {
            List<Long> sorted = ids.stream().sorted().toList();
            tx.dialect().move(sql, BACK, Streams.parkedIn(lane), sorted);
            Revision.raise(tx, lane.shard());
        }
    }

    private record Head(Lane lane, Record row) {}
}
