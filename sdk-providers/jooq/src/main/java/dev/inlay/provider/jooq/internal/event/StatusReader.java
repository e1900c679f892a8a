package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDelayed.INLAY_DELAYED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayNode.INLAY_NODE;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayRetry.INLAY_RETRY;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;

import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.RowCount;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.event.Places.Place;
import dev.inlay.spi.store.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** How it stands, counted no further than an operator can tell apart. */
final class StatusReader {

    private final DSLContext sql;
    private final List<Integer> shards;

    StatusReader(DSLContext sql, int shards) {
        this.sql = sql;
        this.shards = IntStream.range(0, shards).boxed().toList();
    }

    Page<TargetStatus> status(EventFilter filter, String after, int limit) {
        List<String> from = Token.read(after, 2);
        SortedSet<Place> places = new TreeSet<>();
        for (int shard : shards) {
            for (Table<?> table : List.of(INLAY_EVENT, INLAY_DELAYED)) {
                Field<Integer> number = Objects.requireNonNull(table.field(INLAY_EVENT.SHARD));
                places.addAll(places(table, number.eq(inline(shard)), filter, from, limit + 1));
            }
        }
        places.addAll(places(INLAY_PARKED, DSL.noCondition(), filter, from, limit + 1));
        List<Place> page = places.stream().limit(limit).toList();
        String next = places.size() > limit ? Token.of(page.get(limit - 1).key()) : "";
        return Page.of(page.stream().map(this::status).toList(), next);
    }

    /** With a tenant, an index begins with it; without, a target is looked for page by page. */
    private List<Place> places(Table<?> table, Condition shard, EventFilter filter, List<String> from, int limit) {
        Condition among = filter.tenant()
                .map(tenant -> shard.and(
                        Objects.requireNonNull(table.field(INLAY_EVENT.TENANT)).eq(tenant.value())))
                .orElse(shard);
        Places all = new Places(table, among);
        List<Place> found = new ArrayList<>();
        List<String> last = from;
        while (found.size() < limit) {
            List<Place> some = all.after(sql, last, limit);
            some.stream()
                    .filter(place -> filter.target().map(place.target()::equals).orElse(true))
                    .forEach(found::add);
            if (some.size() < limit) {
                break;
            }
            last = some.get(some.size() - 1).key();
        }
        return found;
    }

    private TargetStatus status(Place place) {
        RowCount waiting = RowCount.of(rows(INLAY_EVENT, within(INLAY_EVENT, place)));
        RowCount parked = RowCount.of(rows(INLAY_PARKED, at(INLAY_PARKED, place)));
        Record2<Integer, Long> retries = retries(place);
        return TargetStatus.of(place.tenant(), place.target())
                .waiting(waiting)
                .delayed(RowCount.of(rows(INLAY_DELAYED, within(INLAY_DELAYED, place))))
                .parked(parked)
                .retrying(RowCount.of(retries.value1()))
                .nextAttempt(Optional.ofNullable(retries.value2()).map(Micros::toInstant))
                .oldestWaiting(waiting.rows() == 0 ? Optional.empty() : oldestWaiting(place))
                .oldestParked(parked.rows() == 0 ? Optional.empty() : oldestParked(place))
                .build();
    }

    private int rows(Table<?> table, Condition which) {
        return sql.fetchCount(sql.selectOne().from(table).where(which).limit(RowCount.MOST + 1));
    }

    private Record2<Integer, Long> retries(Place place) {
        Table<Record1<Long>> some = sql.select(INLAY_RETRY.NEXT_ATTEMPT_US)
                .from(INLAY_RETRY)
                .where(within(INLAY_RETRY, place))
                .limit(RowCount.MOST + 1)
                .asTable("tried");
        return sql.select(count(), min(Objects.requireNonNull(some.field(INLAY_RETRY.NEXT_ATTEMPT_US))))
                .from(some)
                .fetchSingle();
    }

    /** The first of each shard by id, which is close to the order of publishing. */
    private Optional<Instant> oldestWaiting(Place place) {
        Select<Record1<Long>> firsts = shards.stream()
                .<Select<Record1<Long>>>map(shard -> DSL.select(INLAY_EVENT.PUBLISHED_US)
                        .from(INLAY_EVENT)
                        .where(Streams.waitingIn(new Lane(shard, place.tenant(), place.target())))
                        .orderBy(INLAY_EVENT.ID)
                        .limit(1))
                .reduce(Select::unionAll)
                .orElseThrow();
        return sql.fetch(firsts).getValues(0, Long.class).stream()
                .min(Long::compare)
                .map(Micros::toInstant);
    }

    private Optional<Instant> oldestParked(Place place) {
        return sql.select(min(INLAY_PARKED.PARKED_US))
                .from(INLAY_PARKED)
                .where(at(INLAY_PARKED, place))
                .fetchOptional(0, Long.class)
                .map(Micros::toInstant);
    }

    private Condition within(Table<?> table, Place place) {
        return Objects.requireNonNull(table.field(INLAY_EVENT.SHARD)).in(shards).and(at(table, place));
    }

    private static Condition at(Table<?> table, Place place) {
        return Objects.requireNonNull(table.field(INLAY_EVENT.TENANT))
                .eq(place.tenant().value())
                .and(Objects.requireNonNull(table.field(INLAY_EVENT.TARGET)).eq(place.target()));
    }

    List<NodeStatus> nodes() {
        return sql.selectFrom(INLAY_NODE)
                .orderBy(INLAY_NODE.NODE)
                .fetch(row -> new NodeStatus("", row.getNode(), Micros.toInstant(row.getUntilUs())));
    }
}
