package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is not due yet in an {@link InMemoryOutboxStore}. Called under the database's monitor. */
final class InMemoryDelayed {

    private final NavigableSet<Row> rows =
            new TreeSet<>(Comparator.comparing(Row::due).thenComparingLong(row -> row.event.id()));

    void add(Lane lane, StoredEvent event, Instant due) {
        rows.add(new Row(lane, event, due));
    }

    Stream<Lane> lanes() {
        return rows.stream().map(Row::lane);
    }

    boolean remove(Row row) {
        return rows.remove(row);
    }

    Map<Integer, Instant> next(Collection<Integer> shards) {
        Map<Integer, Instant> next = new HashMap<>();
        for (Row row : rows) {
            if (shards.contains(row.lane.shard())) {
                next.putIfAbsent(row.lane.shard(), row.due);
            }
        }
        return next;
    }

    /** The first of each tenant, then the second of each, and so on. */
    List<Row> due(int shard, Instant now) {
        Map<TenantId, List<Row>> tenants = new TreeMap<>();
        for (Row row : rows) {
            if (row.lane.shard() == shard && !row.due.isAfter(now)) {
                tenants.computeIfAbsent(row.lane.tenant(), tenant -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Row> turns = new ArrayList<>();
        int longest = tenants.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<Row> ofOne : tenants.values()) {
                if (i < ofOne.size()) {
                    turns.add(ofOne.get(i));
                }
            }
        }
        return turns;
    }

    /** An event and when it falls due. */
    record Row(Lane lane, StoredEvent event, Instant due) {}
}
