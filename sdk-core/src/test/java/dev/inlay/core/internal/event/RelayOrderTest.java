package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Proves("EVT-2")
final class RelayOrderTest {

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");

    @Test
    void deliversWhatCommitsBehindTheCursor() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        Connection late = outbox.begin();
        outbox.append(late, Outbox.NORTH, Outbox.loose(1));
        outbox.publish(Outbox.NORTH, Outbox.loose(2));
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        Outbox.commit(late);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(erp.payloads()).containsExactly("\"loose-2\"", "\"loose-1\"");
    }

    @Test
    void holdsALaterEventBackWhenAnEarlierOneOfItsKeyCommittedBehindTheCursor() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        Connection late = outbox.begin();
        outbox.append(late, Outbox.NORTH, Outbox.keyed("k", 1));
        outbox.publish(Outbox.NORTH, Outbox.loose(1));
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));
        outbox.publish(Outbox.NORTH, Outbox.loose(2));
        node.look();

        Outbox.commit(late);
        outbox.publish(Outbox.NORTH, Outbox.keyed("k", 2));
        node.look();
        int held = node.core.health().buffered();
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(held).as("only the event without a key may be sent").isEqualTo(1);
        assertThat(erp.seen().stream().filter(event -> event.key().isPresent()))
                .extracting(OutboundEvent::seq)
                .containsExactly(1L, 2L);
    }

    @Test
    void passesABlockedStreamThatFillsWholePages() {
        RelayOptions small = RelayOptions.builder().buffer(50, 100).build();
        simulation.node("a", outbox.store, small, 1, erp);
        erp.answers(event -> event.key().get().equals("stuck")
                ? DeliveryOutcome.retry("down", Duration.ofMinutes(50))
                : DeliveryOutcome.delivered());
        outbox.publish("stuck", 2_000);
        outbox.publish("free", 200);

        simulation.runUntil(() -> erp.firstTimes("free").size() == 200, Duration.ofMinutes(5));

        assertThat(erp.firstTimes("free")).isSorted();
        assertThat(erp.firstTimes("stuck")).containsExactly(1L);
    }

    @Test
    void goesOnReadingAHotKeyWithoutWaitingForTheNextLook() {
        RelayOptions rare = RelayOptions.builder()
                .buffer(50, 100)
                .poll(Duration.ofHours(1), Duration.ofHours(1))
                .build();
        outbox.publish("hot", 300);

        simulation.node("a", outbox.store, rare, 1, erp);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(1));

        assertThat(erp.firstTimes("hot")).hasSize(300).isSorted();
    }

    @Test
    void holdsNoMoreInMemoryThanItMay() {
        RelayOptions small = RelayOptions.builder().buffer(50, 100).build();
        Simulation.Node node = simulation.node("a", outbox.store, small, 1, erp);
        erp.answers(event -> DeliveryOutcome.targetUnusable("401"));
        for (int i = 0; i < 1_000; i++) {
            outbox.publish("k-" + i, 1);
        }

        simulation.run(Duration.ofSeconds(10));
        int whilePaused = node.core.health().buffered();
        erp.answers(event -> DeliveryOutcome.delivered());
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(5));

        assertThat(whilePaused).isBetween(1, 50);
        assertThat(erp.seen().stream().map(OutboundEvent::eventId).distinct()).hasSize(1_000);
    }
}
