package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.Hold;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class HoldsTest {

    private static final Lane LANE = new Lane(0, TenantId.of("north"), "erp");

    private final SimulatedClock time = new SimulatedClock();
    private final RelayClock clock = new RelayClock(time, time);
    private final OutboxOperations store = new Outbox(time, 1, "erp").store.operations();
    private final Holds holds =
            new Holds(store, clock, DeliveryNews.toNobody(new Faults(LoggerFactory.getLogger(HoldsTest.class), clock)));

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
