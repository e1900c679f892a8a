package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the relay does when a former owner, or the store itself, gets in its way. */
@Proves("EVT-4")
final class RelayTroubleTest {

    private static final RelayOptions LOOKS_RARELY = RelayOptions.builder()
            .poll(Duration.ofHours(1), Duration.ofHours(1))
            .build();

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");

    @Test
    void parksNothingBehindAnEventThatAFormerOwnerRemoved() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        erp.answers(event -> {
            if (event.seq() == 1) {
                removeBehindTheBack(event);
                return DeliveryOutcome.refused("422");
            }
            return DeliveryOutcome.delivered();
        });

        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));
        outbox.publish("c-1", 1);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(outbox.parked()).isZero();
        assertThat(erp.seen()).extracting(OutboundEvent::seq).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void parksLaterEventsThoughTheStoreFailedRightAfterTheParking() {
        boolean[] lost = {false};
        OutboxStore losing = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("firstUndelivered") && outbox.parked() > 0 && !lost[0]) {
                lost[0] = true;
                throw new StoreException("store.failed", true, "lost", null);
            }
            return null;
        });
        simulation.node("a", losing, RelayOptions.defaults(), 1, erp);
        erp.answers(event -> DeliveryOutcome.refused("422"));

        outbox.publish("c-1", 3);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));
        outbox.publish("c-1", 1);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(lost).containsExactly(true);
        assertThat(outbox.parked()).isEqualTo(4);
        assertThat(erp.seen()).hasSize(1);
    }

    @Test
    void readsALaneAgainOfWhichSomebodyElseRemovedADeliveredEvent() {
        Connection late = outbox.begin();
        outbox.append(late, Outbox.NORTH, Outbox.loose(1));
        outbox.publish(Outbox.NORTH, Outbox.loose(2));
        erp.answers(event -> {
            if (erp.seen().size() == 1) {
                Outbox.commit(late);
                removeBehindTheBack(event);
            }
            return DeliveryOutcome.delivered();
        });

        simulation.node("a", outbox.store, LOOKS_RARELY, 1, erp);
        simulation.runUntil(() -> erp.seen().size() == 2 && outbox.pending() == 0, Duration.ofMinutes(1));

        assertThat(erp.payloads()).containsExactly("\"loose-2\"", "\"loose-1\"");
    }

    @Test
    void parksAndPostponesOthersWhileOneEventCannotBeParked() {
        AtomicInteger tried = new AtomicInteger();
        OutboxStore refusing = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("park") && ((StoredEvent) args[3]).key().equals(Optional.of("bad"))) {
                tried.incrementAndGet();
                throw new StoreException("store.failed", true, "cannot park this", null);
            }
            return null;
        });
        erp.answers(event -> event.key().equals(Optional.of("slow")) && event.attempt() == 1
                ? DeliveryOutcome.retry("down", Duration.ofSeconds(5))
                : event.key().equals(Optional.of("slow"))
                        ? DeliveryOutcome.delivered()
                        : DeliveryOutcome.refused("422"));
        outbox.publish("bad", 1);
        simulation.node("a", refusing, RelayOptions.defaults(), 1, erp);
        simulation.runUntil(() -> tried.get() > 0, Duration.ofSeconds(1));

        outbox.publish("other", 1);
        outbox.publish("slow", 1);
        simulation.runUntil(
                () -> outbox.parked() == 1 && !outbox.store.retries(0).isEmpty(), Duration.ofSeconds(4));
        simulation.runUntil(() -> outbox.pending() == 1, Duration.ofSeconds(30));

        assertThat(outbox.parked(10))
                .extracting(parked -> parked.key().orElse(""))
                .containsExactly("other");
        assertThat(outbox.store.retries(0)).isEmpty();
    }

    @Test
    void givesThePlaceBackOfAnEventThatCannotEvenBeBuilt() {
        OutboxStore damaged = Intercepted.store(
                outbox.store,
                (method, args) -> method.equals("read")
                        ? outbox.store.read((Lane) args[0], (long) args[1], (int) args[2]).stream()
                                .map(RelayTroubleTest::damaged)
                                .toList()
                        : null);
        RelayOptions narrow = RelayOptions.builder()
                .inFlight(1, 1)
                .retry(2, Duration.ofMillis(10), Duration.ofMillis(10))
                .build();
        outbox.publish("bad", 1);
        outbox.publish("good", 3);

        simulation.node("a", damaged, narrow, 1, erp);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(erp.firstTimes("good")).containsExactly(1L, 2L, 3L);
        assertThat(outbox.parked(10)).hasSize(1);
    }

    @Test
    void takesAllShardsWhenTheStoreCountsNoNodeAtAll() {
        OutboxStore forgetful =
                Intercepted.store(outbox.store, (method, args) -> method.equals("heartbeat") ? (Object) 0 : null);
        LeaseKeeper keeper = new LeaseKeeper(
                forgetful, "a", RelayOptions.defaults(), new RelayClock(simulation.clock, simulation.clock));

        keeper.turn();

        assertThat(keeper.held()).containsOnlyKeys(0);
        assertThat(keeper.nodes()).isEqualTo(1);
    }

    private void removeBehindTheBack(OutboundEvent event) {
        Lane lane = new Lane(0, event.tenant(), event.target());
        List<StoredEvent> rows = outbox.store.read(lane, 0, 100).stream()
                .filter(row -> row.eventId().equals(event.eventId()))
                .toList();
        outbox.store.delivered(lane, rows);
    }

    @SuppressWarnings("NullAway")
    private static StoredEvent damaged(StoredEvent row) {
        return row.key().equals(Optional.of("bad"))
                ? new StoredEvent(
                        row.id(),
                        row.key(),
                        row.generation(),
                        row.seq(),
                        row.eventId(),
                        null,
                        row.version(),
                        row.payload(),
                        row.at())
                : row;
    }
}
