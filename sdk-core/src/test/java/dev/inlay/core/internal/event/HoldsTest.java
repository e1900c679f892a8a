package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.Hold;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class HoldsTest {

    private static final Lane LANE = new Lane(0, TenantId.of("north"), "erp");

    private final SimulatedClock time = new SimulatedClock();
    private final RelayClock clock = new RelayClock(time, time);
    private final OutboxOperations store = new Outbox(time, 1, "erp").store.operations();
    private final Holds holds =
            new Holds(store, clock, Simulation.toNobody(new Faults(LoggerFactory.getLogger(HoldsTest.class), clock)));

    @Test
    void keepsAReceiversOrderThoughAnAnswerFromBeforeItDoesNotShowIt() {
        Hold order = holds.disabled(LANE, "410").orElseThrow();
        holds.reading();
        List<Hold> before = holds.read();
        holds.write(order);
        holds.written(order);

        boolean lifted = holds.adopt(before);

        assertThat(lifted).isFalse();
        assertThat(holds.isHeld(LANE)).isTrue();
        assertThat(holds.isDue()).as("reads again at once").isTrue();
    }

    @Test
    void sendsNothingThatWasWrittenAfterItWasHeld() {
        Simulation simulation = new Simulation();
        Outbox outbox = new Outbox(simulation.clock, 1, "erp");
        OutboxOperations operations = outbox.store.operations();
        simulation.operations = operations;
        Receiver erp = new Receiver("erp");
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        Hold hold = new Hold(Optional.empty(), "erp", "maintenance", Optional.empty(), simulation.clock.instant());
        simulation.run(Duration.ofSeconds(1));

        operations.hold(hold);
        node.parts.holds().expire();
        outbox.publish(Outbox.NORTH, Outbox.loose(1));
        node.wakes.signal();
        node.looksHang(true);
        simulation.run(Duration.ofMillis(5));
        int beforeItIsKnown = erp.seen().size();
        node.looksHang(false);
        simulation.run(Duration.ofMillis(5));
        int whileHeld = erp.seen().size();
        operations.resume(hold.tenant(), hold.target());
        node.parts.holds().expire();
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(beforeItIsKnown).isZero();
        assertThat(whileHeld).isZero();
        assertThat(erp.seen()).hasSize(1);
    }

    @Test
    void liftsAReceiversOrderOnceTheStoreHasItNoMore() {
        Hold order = holds.disabled(LANE, "410").orElseThrow();
        holds.write(order);
        holds.written(order);
        holds.reading();
        holds.adopt(holds.read());
        boolean heldByTheStore = holds.isHeld(LANE);
        store.resume(order.tenant(), order.target());

        holds.reading();
        boolean lifted = holds.adopt(holds.read());

        assertThat(heldByTheStore).isTrue();
        assertThat(lifted).isTrue();
        assertThat(holds.isHeld(LANE)).isFalse();
    }
}
