package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When delayed events are delivered, and what they hold up: nothing. */
@Proves("EVT-11")
final class DelayedEventsTest {

    private static final Duration HALF_A_POLL =
            RelayOptions.defaults().pollMax().dividedBy(2);

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 4, "erp");
    private final Receiver erp = new Receiver("erp");
    private final List<Instant> arrivals = new ArrayList<>();

    DelayedEventsTest() {
        erp.answers(event -> {
            arrivals.add(simulation.clock.instant());
            return DeliveryOutcome.delivered();
        });
    }

    @Test
    void deliversWithinMillisecondsOfTheTimeThatTheStoreTold() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        Instant due = simulation.clock.instant().plusSeconds(90);
        outbox.publish(Outbox.NORTH, delayed("c-1", 1, due));

        simulation.run(Duration.ofSeconds(89));
        assertThat(erp.seen()).isEmpty();
        simulation.runUntil(() -> erp.seen().size() == 1, Duration.ofSeconds(5));

        assertThat(arrivals.get(0)).isBetween(due, due.plusMillis(20));
    }

    @Test
    void deliversOnTimeWhatThisNodeWroteAndCommittedALittleAfterItFellDue() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        simulation.run(Duration.ofSeconds(10));
        Instant due = simulation.clock.instant().plusMillis(100);
        Connection tx = outbox.begin();
        outbox.append(tx, Outbox.NORTH, delayed("c-1", 1, due));
        node.wrote(due);

        simulation.run(Duration.ofMillis(110));
        Outbox.commit(tx);
        simulation.runUntil(() -> erp.seen().size() == 1, Duration.ofSeconds(5));

        assertThat(arrivals.get(0)).isBetween(due, due.plusMillis(60));
    }

    @Test
    void deliversWithinHalfAPollWhatAnotherNodeWroteForSoon() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        simulation.run(Duration.ofSeconds(60));
        Instant due = simulation.clock.instant().plusMillis(5);
        outbox.publish(Outbox.NORTH, delayed("c-1", 1, due));

        simulation.runUntil(() -> erp.seen().size() == 1, Duration.ofSeconds(5));

        assertThat(arrivals.get(0)).isBetween(due, due.plus(HALF_A_POLL).plusMillis(20));
    }

    @Test
    void doesNotHoldUpItsKey() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        outbox.publish(
                Outbox.NORTH, delayed("c-1", 9, simulation.clock.instant().plusSeconds(30)));
        outbox.publish("c-1", 3);

        simulation.runUntil(() -> erp.seen().size() == 3, Duration.ofSeconds(5));
        simulation.runUntil(() -> erp.seen().size() == 4, Duration.ofSeconds(40));

        assertThat(erp.seen()).extracting(OutboundEvent::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(erp.payloads()).last().isEqualTo("\"c-1-9\"");
    }

    @Test
    void outlivesTheNodeThatWroteItAndTheOwnerOfItsShard() {
        Simulation.Node first = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        simulation.run(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            outbox.publish(
                    Outbox.NORTH,
                    delayed("c-" + i, 1, simulation.clock.instant().plusSeconds(20)));
        }
        first.halt();
        simulation.node("b", outbox.store, RelayOptions.defaults(), 2, erp);

        simulation.runUntil(() -> erp.seen().size() == 20, Duration.ofSeconds(60));

        assertThat(erp.seen()).extracting(OutboundEvent::seq).containsOnly(1L);
        simulation.run(Duration.ofSeconds(30));
        assertThat(erp.seen()).hasSize(20);
    }

    @Test
    void waitsForNoHostThatHoldsAKey() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        Instant due = simulation.clock.instant().plusSeconds(10);
        outbox.publish(Outbox.NORTH, delayed("held", 2, due));
        outbox.publish(Outbox.NORTH, delayed("free", 1, due));
        Connection open = outbox.begin();
        outbox.append(open, Outbox.NORTH, Outbox.keyed("held", 1));

        simulation.run(Duration.ofSeconds(70));
        assertThat(erp.payloads()).containsExactly("\"free-1\"");
        assertThat(arrivals.get(0)).isBetween(due, due.plusMillis(20));
        Outbox.commit(open);
        simulation.runUntil(() -> erp.seen().size() == 3, Duration.ofSeconds(2));

        assertThat(erp.payloads()).containsExactly("\"free-1\"", "\"held-1\"", "\"held-2\"");
    }

    @Test
    void movesMoreThanAPage() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        Instant due = simulation.clock.instant().plusSeconds(5);
        int count = 3 * DelayedEvents.PAGE;
        for (int i = 0; i < count; i++) {
            outbox.publish(Outbox.NORTH, delayed("c-" + i % 7, i, due));
        }

        simulation.runUntil(() -> erp.seen().size() == count, Duration.ofMinutes(2));

        assertThat(erp.firstTimes("c-3")).isSorted().startsWith(1L).doesNotHaveDuplicates();
    }

    private static ErpEvent delayed(String key, int number, Instant due) {
        return ErpEvent.builder("claim.reminded", "\"" + key + "-" + number + "\"")
                .key(key)
                .notBefore(due)
                .build();
    }
}
