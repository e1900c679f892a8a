package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Proves("EVT-2")
final class AttemptTest {

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");

    @Test
    void callsNoTransportForWhatWasGivenUpBefore() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp);
        simulation.run(Duration.ofSeconds(1));
        ShardLease lease =
                Objects.requireNonNull(node.parts.keeper().held().get(0)).lease();
        LaneWork lane = new ShardWork(lease, List.of(), List.of(), 0, new LaneWork.Tally(1), new ShardWork.Load())
                .lane(new Lane(0, Outbox.NORTH, "erp"));
        Attempt late = Attempt.ofHead(lane.begin(event(1)), 0);
        Attempt next = Attempt.ofHead(lane.begin(event(2)), 0);

        late.giveUp();
        late.make(erp, node.parts.keeper(), node.parts.forms());
        next.make(erp, node.parts.keeper(), node.parts.forms());

        assertThat(erp.seen()).extracting(OutboundEvent::eventId).containsExactly("e-2");
        assertThat(late.isMade()).isTrue();
    }

    private static StoredEvent event(long id) {
        Payload payload = Payload.of("application/json", new byte[] {'1'});
        return new StoredEvent(id, Optional.empty(), 0, 0, "e-" + id, "claim.seen", 1, payload, Instant.EPOCH);
    }
}
