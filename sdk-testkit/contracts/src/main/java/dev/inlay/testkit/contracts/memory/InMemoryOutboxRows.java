package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import dev.inlay.spi.store.StreamStart;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What waits, is tried again, and is parked in an {@link InMemoryOutboxStore}. Called under the database's monitor. */
final class InMemoryOutboxRows {

    private static final int LONGEST_REASON = 500;

    private static final Comparator<Lane> BY_TENANT_AND_TARGET =
            Comparator.comparing(Lane::tenant).thenComparing(Lane::target).thenComparingInt(Lane::shard);

    private final NavigableMap<Lane, NavigableMap<Long, StoredEvent>> waiting = new TreeMap<>(BY_TENANT_AND_TARGET);
    private final NavigableMap<Long, Parked> parked = new TreeMap<>();
    private final Map<Subject, RetryState> retries = new HashMap<>();

    void add(Lane lane, StoredEvent event) {
        waiting.computeIfAbsent(lane, l -> new TreeMap<>()).put(event.id(), event);
    }

    NavigableMap<Lane, NavigableMap<Long, StoredEvent>> waiting() {
        return waiting;
    }

    NavigableMap<Long, Parked> parked() {
        return parked;
    }

    List<RetryState> retries() {
        return List.copyOf(retries.values());
    }

    /** Puts a parked event back. */
    void putBack(Parked row) {
        parked.remove(row.event.id());
        add(row.lane, row.event);
    }

    List<Lane> lanes(int shard) {
        return waiting.keySet().stream().filter(lane -> lane.shard() == shard).toList();
    }

    List<StoredEvent> read(Lane lane, long afterId, int limit) {
        return rows(lane).tailMap(afterId, false).values().stream().limit(limit).toList();
    }

    List<StoredEvent> readStream(StreamStart start) {
        return rows(start.stream().lane()).values().stream()
                .filter(event -> isOf(event, start.stream().key()) && event.seq() > start.afterSeq())
                .sorted(Comparator.comparingLong(StoredEvent::seq))
                .limit(start.limit())
                .toList();
    }

    OptionalLong firstUndelivered(StreamRef stream) {
        LongStream here = rows(stream.lane()).values().stream()
                .filter(event -> isOf(event, stream.key()))
                .mapToLong(StoredEvent::seq);
        LongStream aside = parked.values().stream()
                .filter(row -> row.lane.equals(stream.lane()) && isOf(row.event, stream.key()))
                .mapToLong(row -> row.event.seq());
        return LongStream.concat(here, aside).min();
    }

    List<RetryState> retries(int shard) {
        retries.values().removeIf(retry -> retry.lane().shard() == shard && !isLeft(retry.lane(), retry.id()));
        return retries.values().stream()
                .filter(retry -> retry.lane().shard() == shard)
                .toList();
    }

    List<StreamRef> parkedStreams(int shard) {
        return parked.values().stream()
                .filter(row -> row.lane.shard() == shard && row.event.key().isPresent())
                .map(row -> new StreamRef(row.lane, row.event.key().get()))
                .distinct()
                .toList();
    }

    int remove(Lane lane, List<StoredEvent> events) {
        int removed = 0;
        for (StoredEvent event : events) {
            removed += take(lane, event) ? 1 : 0;
            dropRetry(lane, event);
        }
        return removed;
    }

    private void dropRetry(Lane lane, StoredEvent event) {
        RetryState retry = retries.get(Subject.of(lane, event));
        if (retry != null && retry.id() == event.id()) {
            retries.remove(Subject.of(lane, event));
        }
    }

    private boolean isLeft(Lane lane, long id) {
        return rows(lane).containsKey(id) || isParked(lane, id);
    }

    private boolean isParked(Lane lane, long id) {
        Parked row = parked.get(id);
        return row != null && row.lane.equals(lane);
    }

    private boolean take(Lane lane, StoredEvent event) {
        NavigableMap<Long, StoredEvent> rows = rows(lane);
        StoredEvent found = rows.get(event.id());
        boolean there = found != null && found.eventId().equals(event.eventId());
        if (there) {
            rows.remove(event.id());
        }
        if (rows.isEmpty()) {
            waiting.remove(lane);
        }
        return there;
    }

    boolean reform(Lane lane, StoredEvent event) {
        return rows(lane).computeIfPresent(event.id(), (id, old) -> old.inForm(event.version(), event.payload()))
                != null;
    }

    void postpone(RetryState retry) {
        retries.put(new Subject(retry.lane(), retry.key(), retry.key().isEmpty() ? retry.id() : 0), retry);
    }

    void park(Lane lane, StoredEvent event, String reason, Instant at) {
        if (!isLeft(lane, event.id())) {
            dropRetry(lane, event);
            return;
        }
        String shown = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        for (StoredEvent row : List.copyOf(rows(lane).tailMap(event.id(), true).values())) {
            boolean head = row.id() == event.id();
            if (head || (event.key().isPresent() && row.key().equals(event.key()))) {
                String why = head ? shown : "waits for event " + event.eventId() + ", which was parked";
                parked.put(row.id(), new Parked(lane, row, why, at));
                take(lane, row);
            }
        }
        retries.remove(Subject.of(lane, event));
    }

    /** What waits in a lane. */
    Stream<StoredEvent> waiting(Lane lane) {
        return rows(lane).values().stream();
    }

    /** What waits or is parked, in every shard. */
    Stream<StoredEvent> inFlight(TenantId tenant, String target) {
        Stream<StoredEvent> here = waiting.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant)
                        && entry.getKey().target().equals(target))
                .flatMap(entry -> entry.getValue().values().stream());
        Stream<StoredEvent> aside = parked.values().stream()
                .filter(row ->
                        row.lane.tenant().equals(tenant) && row.lane.target().equals(target))
                .map(row -> row.event);
        return Stream.concat(here, aside);
    }

    private NavigableMap<Long, StoredEvent> rows(Lane lane) {
        return waiting.getOrDefault(lane, new TreeMap<>());
    }

    private static boolean isOf(StoredEvent event, String key) {
        return event.key().map(key::equals).orElse(false);
    }

    private record Subject(Lane lane, String key, long looseId) {

        static Subject of(Lane lane, StoredEvent event) {
            return new Subject(lane, event.key().orElse(""), event.key().isPresent() ? 0 : event.id());
        }
    }

    record Parked(Lane lane, StoredEvent event, String reason, Instant at) {

        ParkedEvent shown() {
            return new ParkedEvent(
                    event.eventId(), lane.tenant(), lane.target(), event.type(), event.key(), event.seq(), at, reason);
        }
    }
}
