package dev.inlay.testkit.contracts.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Replay;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Proves("KIT-5")
final class InMemoryOutboxStoreTest {

    private static final TenantId NORTH = TenantId.of("north");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Lane LANE = new Lane(0, NORTH, "erp");
    private static final Duration TTL = Duration.ofSeconds(10);

    private Instant now = NOW;
    private final InMemoryDatabase database = new InMemoryDatabase(Duration.ofMillis(50));
    private final InstantSource clock = () -> now;
    private final InMemoryOutboxStore store = new InMemoryOutboxStore(database, clock, 1);

    @Test
    void showsALowerIdAfterAHigherOneWhenItCommitsLater() throws SQLException {
        try (Connection late = begin();
                Connection early = begin()) {
            store.append(late, entry(null, "late"));
            store.append(early, entry(null, "early"));

            early.commit();
            List<StoredEvent> first = rows();
            late.commit();

            assertThat(first).extracting(StoredEvent::eventId).containsExactly("early");
            assertThat(rows()).extracting(StoredEvent::eventId).containsExactly("late", "early");
        }
    }

    @Test
    void locksAStreamUntilTheTransactionEndsAndNumbersItWithoutGaps() throws SQLException {
        try (Connection first = begin();
                Connection second = begin()) {
            store.append(first, entry("k", "rolled back"));
            assertThatThrownBy(() -> store.append(second, entry("k", "waits")))
                    .isInstanceOf(TransactionLostException.class);
            first.rollback();
            second.rollback();

            store.append(second, entry("k", "one"));
            store.append(second, entry("k", "two"));
            second.commit();

            assertThat(rows()).extracting(StoredEvent::seq).containsExactly(1L, 2L);
        }
    }

    @Test
    void parksAHeadWithEverythingBehindItAndPutsItBack() throws SQLException {
        publish("k", "one");
        publish("other", "in between");
        publish("k", "two");
        ShardLease lease = store.lease("node", 1, TTL).get(0);

        boolean parked = store.park("node", lease, LANE, rows().get(0), "422", NOW);
        List<StoredEvent> left = rows();
        StreamRef stream = new StreamRef(LANE, "k");

        assertThat(parked).isTrue();
        assertThat(left).extracting(StoredEvent::eventId).containsExactly("in between");
        assertThat(store.parkedStreams(0)).containsExactly(stream);
        assertThat(store.firstUndelivered(stream)).hasValue(1);
        assertThat(store.operations().parked(EventFilter.all(), "", 10).items())
                .extracting(event -> event.reason())
                .containsExactly("422", "waits for event one, which was parked");
        store.operations().replay(Replay.stream(LANE.tenant(), LANE.target(), "k"), "", true);
        assertThat(rows()).extracting(StoredEvent::eventId).containsExactly("one", "in between", "two");
        assertThat(store.park("node", lease, LANE, rows().get(0), "again", NOW))
                .as("the revision changed")
                .isFalse();
    }

    @Test
    void givesAShardToAnotherNodeOnlyWhenItsLeaseIsOver() {
        long epoch = store.lease("a", 1, TTL).get(0).epoch();

        List<ShardLease> tooEarly = store.lease("b", 1, TTL);
        now = now.plus(TTL);
        List<ShardLease> taken = store.lease("b", 1, TTL);

        assertThat(tooEarly).isEmpty();
        assertThat(taken).extracting(ShardLease::epoch).containsExactly(epoch + 1);
        assertThat(store.lease("a", 1, TTL)).isEmpty();
    }

    @Test
    void countsTheNodesThatLive() {
        store.heartbeat("a", TTL);
        int both = store.heartbeat("b", TTL.plusSeconds(1));
        now = now.plus(TTL);

        assertThat(both).isEqualTo(2);
        assertThat(store.heartbeat("b", TTL)).isEqualTo(1);
    }

    private Connection begin() throws SQLException {
        Connection tx = database.dataSource().getConnection();
        tx.setAutoCommit(false);
        return tx;
    }

    private void publish(String key, String eventId) throws SQLException {
        try (Connection tx = begin()) {
            store.append(tx, entry(key, eventId));
            tx.commit();
        }
    }

    private List<StoredEvent> rows() {
        return store.read(LANE, 0, 100);
    }

    private static OutboxEntry entry(@Nullable String key, String eventId) {
        return new OutboxEntry(
                NORTH,
                List.of("erp"),
                Optional.ofNullable(key),
                eventId,
                "claim.submitted",
                1,
                Payload.of("application/json", new byte[] {'1'}),
                NOW,
                Optional.empty(),
                "0".repeat(64));
    }
}
