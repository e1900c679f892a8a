package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDelivery.INLAY_DELIVERY;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayParked.INLAY_PARKED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayShard.INLAY_SHARD;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.trueCondition;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Delivery;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.DeliveryWindow;
import dev.inlay.spi.store.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Result;

/** The ledger of acknowledged events in the host's database, seen and changed as the relay. */
public final class JooqDeliveryStore implements DeliveryStore {

    private static final List<Field<?>> EVENT = List.of(INLAY_EVENT.fields());

    private static final List<Field<?>> DELIVERY = List.of(INLAY_DELIVERY.fields(INLAY_EVENT.fields()));

    private final Database database;

    /**
     * Opens nothing.
     *
     * @param database the host's
     */
    public JooqDeliveryStore(Database database) {
        this.database = database;
    }

    /** Moves those that still wait to the ledger; answers how many they were. */
    static int keep(Tx tx, Acknowledged batch, List<Long> ids, Instant at) {
        return tx.dialect()
                .move(
                        tx.sql(),
                        INLAY_EVENT,
                        Streams.sentOf(batch),
                        INLAY_EVENT.ID,
                        ids,
                        INLAY_DELIVERY,
                        Map.of(INLAY_DELIVERY.DELIVERED_US, Micros.of(at)));
    }

    @Override
    public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
        return database.call("reading the ledger of " + named(window.tenant(), window.target()), tx -> {
            Field<String> hash = tx.dialect().sha256(INLAY_DELIVERY.PAYLOAD).as("payload_hash");
            return tx.sql()
                    .select(
                            INLAY_DELIVERY.EVENT_ID,
                            INLAY_DELIVERY.STREAM_KEY,
                            INLAY_DELIVERY.GENERATION,
                            INLAY_DELIVERY.SEQ,
                            hash,
                            INLAY_DELIVERY.DELIVERED_US)
                    .from(INLAY_DELIVERY)
                    .where(kept(window.tenant(), window.target()))
                    .and(INLAY_DELIVERY.EVENT_ID.gt(afterEventId))
                    .and(within(INLAY_DELIVERY.DELIVERED_US, window))
                    .orderBy(INLAY_DELIVERY.EVENT_ID)
                    .limit(limit)
                    .fetch(row -> new Delivery(
                            row.value1(),
                            Streams.key(row.value2()),
                            row.value3(),
                            row.value4(),
                            row.value5(),
                            Micros.toInstant(row.value6())));
        });
    }

    @Override
    public Whereabouts find(TenantId tenant, String target, Collection<String> eventIds) {
        if (eventIds.isEmpty()) {
            return new Whereabouts(Set.of(), Set.of());
        }
        Result<Record2<String, Integer>> found = database.call(
                "looking for events of " + named(tenant, target),
                tx -> tx.sql()
                        .select(INLAY_DELIVERY.EVENT_ID, inline(1))
                        .from(INLAY_DELIVERY)
                        .where(kept(tenant, target))
                        .and(INLAY_DELIVERY.EVENT_ID.in(eventIds))
                        .unionAll(tx.sql()
                                .select(INLAY_EVENT.EVENT_ID, inline(0))
                                .from(INLAY_EVENT)
                                .where(waiting(tenant, target))
                                .and(INLAY_EVENT.EVENT_ID.in(eventIds)))
                        .unionAll(tx.sql()
                                .select(INLAY_PARKED.EVENT_ID, inline(0))
                                .from(INLAY_PARKED)
                                .where(parked(tenant, target))
                                .and(INLAY_PARKED.EVENT_ID.in(eventIds)))
                        .fetch());
        Set<String> acknowledged = new HashSet<>();
        Set<String> inFlight = new HashSet<>();
        found.forEach(row -> (row.value2() == 1 ? acknowledged : inFlight).add(row.value1()));
        return new Whereabouts(acknowledged, inFlight);
    }

    @Override
    public long inFlight(DeliveryWindow window) {
        return database.call(
                "counting what waits of " + named(window.tenant(), window.target()),
                tx -> (long) tx.sql()
                                .fetchCount(
                                        INLAY_EVENT,
                                        waiting(window.tenant(), window.target())
                                                .and(within(INLAY_EVENT.PUBLISHED_US, window)))
                        + tx.sql()
                                .fetchCount(
                                        INLAY_PARKED,
                                        parked(window.tenant(), window.target())
                                                .and(within(INLAY_PARKED.PUBLISHED_US, window))));
    }

    @Override
    public int putBack(TenantId tenant, String target, Collection<String> eventIds) {
        if (eventIds.isEmpty()) {
            return 0;
        }
        String doing = "putting back events of " + named(tenant, target);
        Map<Integer, List<Long>> byShard = database.call(
                doing,
                tx -> new TreeMap<>(tx.sql()
                        .select(INLAY_DELIVERY.SHARD, INLAY_DELIVERY.ID)
                        .from(INLAY_DELIVERY)
                        .where(kept(tenant, target))
                        .and(INLAY_DELIVERY.EVENT_ID.in(eventIds))
                        .fetchGroups(INLAY_DELIVERY.SHARD, INLAY_DELIVERY.ID)));
        int moved = 0;
        for (Map.Entry<Integer, List<Long>> some : byShard.entrySet()) {
            moved += database.call(
                    doing,
                    tx -> putBack(tx, new Lane(some.getKey(), tenant, target), new ArrayList<>(some.getValue())));
        }
        return moved;
    }

    private static int putBack(Tx tx, Lane lane, List<Long> ids) {
        ShardLeases.lock(tx, lane.shard());
        Condition these = kept(lane.tenant(), lane.target()).and(INLAY_DELIVERY.ID.in(ids));
        int moved = tx.sql()
                .insertInto(INLAY_EVENT, EVENT)
                .select(tx.sql().select(DELIVERY).from(INLAY_DELIVERY).where(these))
                .execute();
        if (moved > 0) {
            tx.sql().deleteFrom(INLAY_DELIVERY).where(these).execute();
            // they were sent, and are sent again as they are
            ShardLeases.raiseDoubt(tx, lane.shard(), Collections.max(ids), trueCondition());
            tx.sql()
                    .update(INLAY_SHARD)
                    .set(INLAY_SHARD.REVISION, INLAY_SHARD.REVISION.plus(1))
                    .where(INLAY_SHARD.SHARD.eq(lane.shard()))
                    .execute();
        }
        return moved;
    }

    @Override
    public int purge(Instant before, int limit) {
        return database.call(
                "purging the ledger of deliveries",
                tx -> Purge.oldest(tx.sql(), INLAY_DELIVERY, INLAY_DELIVERY.DELIVERED_US, before, limit));
    }

    private static Condition kept(TenantId tenant, String target) {
        return INLAY_DELIVERY.TENANT.eq(tenant.value()).and(INLAY_DELIVERY.TARGET.eq(target));
    }

    private static Condition waiting(TenantId tenant, String target) {
        return INLAY_EVENT.TENANT.eq(tenant.value()).and(INLAY_EVENT.TARGET.eq(target));
    }

    private static Condition parked(TenantId tenant, String target) {
        return INLAY_PARKED.TENANT.eq(tenant.value()).and(INLAY_PARKED.TARGET.eq(target));
    }

    private static Condition within(Field<Long> at, DeliveryWindow window) {
        return at.ge(Micros.of(window.from())).and(at.lt(Micros.of(window.until())));
    }

    private static String named(TenantId tenant, String target) {
        return "tenant " + tenant + ", target " + target;
    }
}
