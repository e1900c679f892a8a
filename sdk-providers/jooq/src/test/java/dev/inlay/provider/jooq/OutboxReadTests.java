package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult.OfTarget;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What relays do with waiting events, and whom a shard belongs to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutboxReadTests {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00.000001Z");

    private final Entries entries = new Entries();
    private OpenStores database;
    private OutboxStore outbox;

    abstract DataSource open();

    @BeforeAll
    void start() {
        database = OpenStores.on(open());
        outbox = database.stores().outbox();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @BeforeEach
    void freeAllShards() throws SQLException {
        OpenStores.execute(
                database.stores().dataSource(), "update inlay_shard set owner = null, until_us = 0 where shard >= 0");
        OpenStores.execute(database.stores().dataSource(), "delete from inlay_node");
    }

    @Test
    void readsALaneFromACursorInPages() throws SQLException {
        TenantId tenant = entries.tenant();
        for (int i = 0; i < 5; i++) {
            append(entries.keyed(tenant, "key"));
        }
        Lane lane = lane(tenant);

        List<StoredEvent> page = outbox.read(lane, 0, 3);
        List<StoredEvent> rest = outbox.read(lane, page.get(2).id(), 3);

        assertThat(Stream.concat(page.stream(), rest.stream()))
                .extracting(StoredEvent::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(rest).hasSize(2);
    }

    @Test
    void removesWhatWasDeliveredAndSaysHowMuchWasThere() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "key"));
        append(entries.keyed(tenant, "key"));
        append(entries.loose(tenant));
        Lane lane = streamLane(tenant, "key");
        List<StoredEvent> events = outbox.read(lane, 0, 10);
        StoredEvent first = events.get(0);
        ShardLease lease = lease("a", lane);
        outbox.postpone("a", lease, new RetryState(lane, "key", first.id(), 2, NOW));

        int removed = outbox.delivered(lane, List.of(first));
        int again = outbox.delivered(lane, List.of(first));

        assertThat(removed).isEqualTo(1);
        assertThat(again).isZero();
        assertThat(outbox.read(lane, 0, 10)).doesNotContain(first).hasSize(events.size() - 1);
        assertThat(outbox.retries(lane.shard())).noneMatch(retry -> retry.lane().equals(lane));
    }

    @Test
    void saysHowMuchItRemovedWhereTheDriverDoesNot() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "key"));
        append(entries.keyed(tenant, "key"));
        Lane lane = streamLane(tenant, "key");
        OutboxStore untold = OpenStores.start(
                        JooqStores.on(Watched.secretive(database.stores().dataSource())))
                .outbox();

        List<Integer> removed = untold.delivered(List.of(new Acknowledged(lane, outbox.read(lane, 0, 10), false)));

        assertThat(removed).containsExactly(2);
        assertThat(outbox.read(lane, 0, 10)).isEmpty();
    }

    @Test
    void knowsTheFirstUndeliveredOfAStreamWhetherWaitingOrParked() throws SQLException {
        TenantId tenant = entries.tenant();
        for (int i = 0; i < 3; i++) {
            append(entries.keyed(tenant, "key"));
        }
        Lane lane = streamLane(tenant, "key");
        StreamRef stream = new StreamRef(lane, "key");
        List<StoredEvent> events = outbox.read(lane, 0, 10);

        assertThat(outbox.firstUndelivered(stream)).hasValue(1);
        outbox.delivered(lane, events.subList(0, 1));
        assertThat(outbox.firstUndelivered(stream)).hasValue(2);
        outbox.park("a", lease("a", lane), lane, events.get(1), "refused", NOW);
        assertThat(outbox.firstUndelivered(stream)).hasValue(2);
        append(entries.keyed(tenant, "key"));
        assertThat(outbox.firstUndelivered(stream)).hasValue(2);
        assertThat(outbox.firstUndelivered(new StreamRef(lane, "other"))).isEmpty();
    }

    @Test
    void parksAStreamFromAnEventOnAndWhatFollowsLater() throws SQLException {
        TenantId tenant = entries.tenant();
        for (int i = 0; i < 3; i++) {
            append(entries.keyed(tenant, "key"));
        }
        Lane lane = streamLane(tenant, "key");
        List<StoredEvent> events = outbox.read(lane, 0, 10);
        ShardLease lease = lease("a", lane);
        outbox.postpone("a", lease, new RetryState(lane, "key", events.get(1).id(), 5, NOW));

        boolean parked = outbox.park("a", lease, lane, events.get(1), "no such patient\0", NOW);
        append(entries.keyed(tenant, "key"));
        StoredEvent late = outbox.read(lane, events.get(2).id(), 10).get(0);
        outbox.park("a", lease, lane, late, "waits", NOW.plusSeconds(1));

        assertThat(parked).isTrue();
        assertThat(outbox.read(lane, 0, 10)).containsExactly(events.get(0));
        assertThat(parked(tenant)).extracting(ParkedEvent::seq).containsExactly(2L, 3L, 4L);
        assertThat(parked(tenant))
                .extracting(ParkedEvent::reason)
                .containsExactly(
                        "no such patient?", "waits for " + events.get(1).eventId(), "waits");
        assertThat(parked(tenant)).first().extracting(ParkedEvent::at).isEqualTo(NOW);
        assertThat(outbox.parkedStreams(lane.shard())).contains(new StreamRef(lane, "key"));
        assertThat(outbox.retries(lane.shard())).noneMatch(retry -> retry.lane().equals(lane));
    }

    @Test
    void losesNoEventThatCommitsWhileItsStreamIsParked() throws Exception {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "key"));
        Lane lane = streamLane(tenant, "key");
        StoredEvent first = outbox.read(lane, 0, 1).get(0);
        ShardLease lease = lease("a", lane);

        Work.together(List.of(
                () -> {
                    for (int i = 0; i < 40; i++) {
                        append(entries.keyed(tenant, "key"));
                    }
                    return true;
                },
                () -> {
                    while (outbox.read(lane, first.id(), 1).isEmpty()) {
                        Thread.onSpinWait();
                    }
                    return outbox.park("a", lease, lane, first, "refused", NOW);
                }));

        Set<Long> waiting =
                outbox.read(lane, 0, 100).stream().map(StoredEvent::seq).collect(Collectors.toSet());
        Set<Long> aside = parked(tenant).stream().map(ParkedEvent::seq).collect(Collectors.toSet());
        assertThat(aside).contains(1L);
        assertThat(waiting).noneMatch(aside::contains);
        assertThat(waiting.size() + aside.size()).isEqualTo(41);
    }

    @Test
    void parksAndReplaysOneEventWithoutAKeyAlone() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.loose(tenant));
        append(entries.loose(tenant));
        Lane lane = lanes(tenant).get(0);
        StoredEvent event = outbox.read(lane, 0, 1).get(0);

        outbox.park("a", lease("a", lane), lane, event, "refused", NOW);
        List<ParkedEvent> parked = parked(tenant);
        long moved = replay(Replay.event(parked.get(0)));

        assertThat(parked).extracting(ParkedEvent::eventId).containsExactly(event.eventId());
        assertThat(moved).isEqualTo(1);
        assertThat(outbox.read(lane, 0, 10)).contains(event);
        assertThat(outbox.parkedStreams(lane.shard()))
                .noneMatch(stream -> stream.lane().tenant().equals(tenant));
    }

    @Test
    @Proves("EVT-5")
    void replaysAWholeStreamWithItsNumbersAndTellsTheOwner() throws SQLException {
        TenantId tenant = entries.tenant();
        for (int i = 0; i < 3; i++) {
            append(entries.keyed(tenant, "key"));
        }
        Lane lane = streamLane(tenant, "key");
        List<StoredEvent> events = outbox.read(lane, 0, 10);
        ShardLease before = lease("a", lane);
        outbox.park("a", before, lane, events.get(0), "refused", NOW);

        Replay stream = Replay.stream(tenant, Entries.TARGET, "key");
        long moved = replay(stream);
        long again = replay(stream);

        assertThat(moved).isEqualTo(3);
        assertThat(again).isZero();
        assertThat(outbox.read(lane, 0, 10)).isEqualTo(events);
        ShardLease after = lease("a", lane);
        assertThat(after)
                .isEqualTo(new ShardLease(lane.shard(), before.epoch(), before.revision() + 1, before.doubtful()));
        assertThat(outbox.park("a", before, lane, events.get(0), "refused", NOW))
                .isFalse();
        assertThat(outbox.park("a", after, lane, events.get(0), "refused", NOW)).isTrue();
    }

    @Test
    void keepsTheLatestRetryOfAnEvent() throws SQLException {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "key"));
        Lane lane = streamLane(tenant, "key");
        StoredEvent event = outbox.read(lane, 0, 1).get(0);
        ShardLease lease = lease("a", lane);
        RetryState second = new RetryState(lane, "key", event.id(), 2, NOW.plusSeconds(2));

        outbox.postpone("a", lease, new RetryState(lane, "key", event.id(), 1, NOW));
        outbox.postpone("a", lease, second);

        assertThat(outbox.retries(lane.shard()))
                .filteredOn(retry -> retry.lane().equals(lane))
                .containsExactly(second);
    }

    @Test
    void leasesFreeShardsToTheFirstWhoAsksAndTheRestToTheNext() {
        List<ShardLease> a = outbox.lease("a", 10, LONG);
        List<ShardLease> b = outbox.lease("b", 16, LONG);
        outbox.release("a", a.subList(0, 4));
        List<ShardLease> more = outbox.lease("b", 8, LONG);

        assertThat(outbox.shards()).isEqualTo(16);
        assertThat(a).hasSize(10);
        assertThat(b).hasSize(6).extracting(ShardLease::shard).doesNotContainAnyElementsOf(shards(a));
        assertThat(more).hasSize(8).containsAll(b);
        assertThat(outbox.lease("a", 1, LONG)).isEqualTo(a.subList(4, 6 + 4));
    }

    @Test
    void neverLeasesAShardTwiceHoweverManyAsk() throws Exception {
        List<List<ShardLease>> held = Work.together(IntStream.range(0, 4)
                .mapToObj(node ->
                        (java.util.concurrent.Callable<List<ShardLease>>) () -> outbox.lease("node-" + node, 7, LONG))
                .toList());

        assertThat(held.stream().flatMap(List::stream).map(ShardLease::shard))
                .doesNotHaveDuplicates()
                .hasSize(16);
    }

    @Test
    void givesAnExpiredLeaseToAnotherWithTheNextEpochAndKnowsTheOldOwnerNoMore() throws Exception {
        TenantId tenant = entries.tenant();
        append(entries.keyed(tenant, "key"));
        Lane lane = streamLane(tenant, "key");
        StoredEvent event = outbox.read(lane, 0, 1).get(0);
        ShardLease old = lease("a", lane);
        outbox.lease("a", 16, SHORT);
        Work.await(() -> outbox.lease("b", 16, LONG).size() == 16);

        ShardLease stolen = lease("b", lane);

        assertThat(stolen.epoch()).isEqualTo(old.epoch() + 1);
        assertThat(outbox.postpone("a", old, new RetryState(lane, "key", event.id(), 1, NOW)))
                .isFalse();
        assertThat(outbox.park("a", old, lane, event, "refused", NOW)).isFalse();
        assertThat(outbox.park("a", stolen, lane, event, "refused", NOW)).isFalse();
        outbox.release("a", List.of(old));
        assertThat(outbox.read(lane, 0, 1)).containsExactly(event);
        assertThat(outbox.lease("a", 16, LONG)).isEmpty();
        assertThat(outbox.retries(lane.shard())).noneMatch(retry -> retry.lane().equals(lane));
    }

    @Test
    void countsLivingNodesAndForgetsTheOthers() throws Exception {
        assertThat(outbox.heartbeat("a", LONG)).isEqualTo(1);
        assertThat(outbox.heartbeat("b", SHORT)).isLessThanOrEqualTo(2);
        Work.await(() -> outbox.heartbeat("a", LONG) == 1);
        assertThat(outbox.heartbeat("A", LONG)).isEqualTo(2);
        assertThat(database.number("select count(*) from inlay_node")).isEqualTo(2);
    }

    private void append(OutboxEntry entry) throws SQLException {
        Work.commit(database, (Connection tx) -> outbox.append(tx, entry));
    }

    private ShardLease lease(String node, Lane lane) {
        return outbox.lease(node, 16, LONG).stream()
                .filter(lease -> lease.shard() == lane.shard())
                .findFirst()
                .orElseThrow();
    }

    private Lane lane(TenantId tenant) {
        List<Lane> lanes = lanes(tenant);
        assertThat(lanes).hasSize(1);
        return lanes.get(0);
    }

    private Lane streamLane(TenantId tenant, String key) {
        return lanes(tenant).stream()
                .filter(lane -> lane.target().equals(Entries.TARGET))
                .filter(lane ->
                        outbox.firstUndelivered(new StreamRef(lane, key)).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private List<Lane> lanes(TenantId tenant) {
        return IntStream.range(0, outbox.shards())
                .mapToObj(outbox::lanes)
                .flatMap(List::stream)
                .filter(lane -> lane.tenant().equals(tenant))
                .toList();
    }

    private List<ParkedEvent> parked(TenantId tenant) {
        return database.stores()
                .operations()
                .parked(EventFilter.all().tenant(tenant), "", 1_000)
                .items();
    }

    private long replay(Replay what) {
        return database.stores().operations().replay(what, "", true).done().stream()
                .mapToLong(OfTarget::events)
                .sum();
    }

    private static List<Integer> shards(List<ShardLease> leases) {
        return leases.stream().map(ShardLease::shard).toList();
    }
}
