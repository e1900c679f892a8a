package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a stream that is parked while somebody else works on it, or the connection breaks. */
@Proves("EVT-5")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutboxParkTests {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00.000001Z");
    private static final int MANY = 2_300;

    private final Entries entries = new Entries();
    private OpenStores database;
    private OutboxStore outbox;
    private TenantId tenant;

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
    void takeANewTenant() {
        tenant = entries.tenant();
    }

    @Test
    void movesNothingWhenTheEventIsGone() throws SQLException {
        Lane lane = fill(3);
        List<StoredEvent> events = outbox.read(lane, 0, 10);
        ShardLease lease = lease(lane);
        outbox.delivered(lane, events.subList(0, 1));

        boolean answer = outbox.park("a", lease, lane, events.get(0), "refused", NOW);

        assertThat(answer).isTrue();
        assertThat(parked()).isEmpty();
        assertThat(outbox.read(lane, 0, 10)).isEqualTo(events.subList(1, 3));
    }

    @Test
    void movesWhatCameBehindWhenTheEventIsParkedAlready() throws SQLException {
        Lane lane = fill(1);
        StoredEvent head = outbox.read(lane, 0, 1).get(0);
        ShardLease lease = lease(lane);
        outbox.park("a", lease, lane, head, "refused", NOW);
        fill(2);

        boolean answer = outbox.park("a", lease, lane, head, "again", NOW);

        assertThat(answer).isTrue();
        assertThat(parked()).containsExactly(1L, 2L, 3L);
        assertThat(parkedEvents()).extracting(ParkedEvent::reason).doesNotContain("again");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void neverParksWhatIsDeliveredMeanwhile(int which) throws Exception {
        Lane lane = fill(3);
        List<StoredEvent> events = outbox.read(lane, 0, 10);
        ShardLease lease = lease(lane);

        try (Connection other = database.begin()) {
            other.createStatement()
                    .executeUpdate("delete from inlay_event where shard = " + lane.shard() + " and tenant = '" + tenant
                            + "' and target = '" + lane.target() + "' and id = "
                            + events.get(which).id());
            AtomicInteger locks = new AtomicInteger();
            AtomicInteger deletes = new AtomicInteger();
            OutboxStore disturbed = disturbed(what -> {
                boolean row = what.contains("inlay_event");
                boolean locking = row && what.contains("for update") && locks.getAndIncrement() == which;
                boolean deleting = row && what.startsWith("delete") && deletes.getAndIncrement() == which;
                if (locking || deleting) {
                    other.commit();
                }
            });
            disturbed.park("a", lease, lane, events.get(0), "refused", NOW);
        }

        assertThat(parked()).doesNotContain(which + 1L).hasSize(which == 0 ? 0 : 2);
        assertThat(outbox.read(lane, 0, 10)).hasSize(which == 0 ? 2 : 0);
    }

    @Test
    void doesNotWaitForAHostThatIsAddingToTheStream() throws SQLException {
        Lane lane = fill(MANY / 10);
        StoredEvent head = outbox.read(lane, 0, 1).get(0);
        ShardLease lease = lease(lane);

        try (Connection host = database.begin()) {
            outbox.append(host, entries.keyed(tenant, "key"));
            outbox.park("a", lease, lane, head, "refused", NOW);
            host.commit();
        }

        assertThat(parked()).hasSize(MANY / 10);
        assertThat(outbox.read(lane, 0, 10)).extracting(StoredEvent::seq).containsExactly(MANY / 10 + 1L);
    }

    @Test
    void leavesAStreamInOrderWhenTheConnectionBreaksAndGoesOnWhenAskedAgain() throws SQLException {
        Lane lane = fill(MANY);
        StoredEvent head = outbox.read(lane, 0, 1).get(0);
        ShardLease lease = lease(lane);
        AtomicInteger borrowed = new AtomicInteger();
        OutboxStore breaking = disturbed(what -> {
            if (what.equals(Watched.BORROWING) && borrowed.incrementAndGet() > 2) {
                throw new SQLException("broken", "08006");
            }
        });

        assertThatThrownBy(() -> breaking.park("a", lease, lane, head, "refused", NOW))
                .isInstanceOf(StoreException.class);
        List<Long> aside = parked();
        List<Long> left =
                outbox.read(lane, 0, MANY).stream().map(StoredEvent::seq).toList();

        assertThat(aside).isNotEmpty().isEqualTo(numbers(1, aside.size()));
        assertThat(left).isNotEmpty().isEqualTo(numbers(aside.size() + 1, MANY));
        assertThat(outbox.firstUndelivered(new StreamRef(lane, "key"))).hasValue(1);
        assertThat(outbox.parkedStreams(lane.shard())).contains(new StreamRef(lane, "key"));
        assertThat(outbox.park("a", lease, lane, head, "refused", NOW)).isTrue();
        assertThat(parked()).isEqualTo(numbers(1, MANY));
        assertThat(outbox.lanes(lane.shard())).doesNotContain(lane);
    }

    @Test
    void stopsWhenTheStreamIsReplayedMeanwhile() throws SQLException {
        Lane lane = fill(MANY);
        StoredEvent head = outbox.read(lane, 0, 1).get(0);
        ShardLease lease = lease(lane);
        AtomicInteger borrowed = new AtomicInteger();
        OutboxStore disturbed = disturbed(what -> {
            if (what.equals(Watched.BORROWING) && borrowed.incrementAndGet() == 2) {
                replay();
            }
        });

        boolean answer = disturbed.park("a", lease, lane, head, "refused", NOW);

        assertThat(answer).isFalse();
        assertThat(parked()).isEmpty();
        assertThat(outbox.read(lane, 0, MANY)).extracting(StoredEvent::seq).isEqualTo(numbers(1, MANY));
    }

    @Test
    void neitherRenewsNorTakesNorReturnsWhatSomebodyWorksInAndWaitsForNobody() throws Exception {
        List<ShardLease> all = outbox.lease("a", 16, Duration.ofMinutes(5));
        long before = database.number("select max(until_us) from inlay_shard");

        try (Connection worker = database.begin()) {
            worker.createStatement()
                    .executeQuery("select shard from inlay_shard where shard = 0 for update")
                    .next();
            List<ShardLease> renewed = outbox.lease("a", 16, LONG);
            List<ShardLease> left = outbox.release("a", all.subList(0, 2));
            worker.commit();

            assertThat(renewed).isEqualTo(all.subList(1, 16));
            assertThat(renewedSince(before)).isEqualTo(14);
            assertThat(left).containsExactly(all.get(0));
        }
        assertThat(outbox.release("a", all.subList(0, 2))).isEmpty();
        try (Connection worker = database.begin()) {
            worker.createStatement()
                    .executeQuery("select shard from inlay_shard where shard = 0 for update")
                    .next();

            assertThat(outbox.lease("b", 16, LONG))
                    .extracting(ShardLease::shard)
                    .containsExactly(1);
            worker.commit();
        }
        assertThat(outbox.lease("b", 16, LONG)).extracting(ShardLease::shard).containsExactly(0, 1);
    }

    @Test
    @Timeout(30)
    void countsTheLivingWithoutWaitingForANodeThatIsStuckInItsHeartbeat() throws Exception {
        outbox.heartbeat("stuck", Duration.ofSeconds(1));

        try (Connection stuck = database.begin()) {
            assertThat(stuck.createStatement()
                            .executeQuery("select node from inlay_node where node = 'stuck' for update")
                            .next())
                    .isTrue();

            Work.await(() -> outbox.heartbeat("a", LONG) == 1);
            stuck.commit();
        }
        outbox.heartbeat("a", LONG);
        assertThat(database.number("select count(*) from inlay_node")).isEqualTo(1);
    }

    private long renewedSince(long before) {
        try {
            return database.number("select count(*) from inlay_shard where until_us > " + before);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same outbox; what happens before the first disturbance is over is not disturbed. */
    private OutboxStore disturbed(Watched.Disturbance disturbance) {
        AtomicInteger open = new AtomicInteger();
        DataSource source = Watched.watch(database.stores().dataSource(), what -> {
            if (open.get() > 0) {
                disturbance.before(what);
            }
        });
        OutboxStore store = OpenStores.start(JooqStores.on(source)).outbox();
        open.set(1);
        return store;
    }

    private Lane fill(int count) throws SQLException {
        Work.commit(database, tx -> {
            for (int i = 0; i < count; i++) {
                outbox.append(tx, entries.keyed(tenant, "key"));
            }
            return true;
        });
        return IntStream.range(0, outbox.shards())
                .mapToObj(outbox::lanes)
                .flatMap(List::stream)
                .filter(lane -> lane.tenant().equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    private ShardLease lease(Lane lane) {
        return outbox.lease("a", 16, LONG).stream()
                .filter(lease -> lease.shard() == lane.shard())
                .findFirst()
                .orElseThrow();
    }

    private List<Long> parked() {
        return parkedEvents().stream().map(ParkedEvent::seq).toList();
    }

    private List<ParkedEvent> parkedEvents() {
        List<ParkedEvent> all = new ArrayList<>();
        String after = "";
        do {
            Page<ParkedEvent> page =
                    database.stores().operations().parked(EventFilter.all().tenant(tenant), after, 1_000);
            all.addAll(page.items());
            after = page.next().orElse("");
        } while (!after.isEmpty());
        return all;
    }

    private void replay() {
        String after = "";
        do {
            after = database.stores()
                    .operations()
                    .replay(Replay.tenant(tenant), after, true)
                    .next();
        } while (!after.isEmpty());
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
