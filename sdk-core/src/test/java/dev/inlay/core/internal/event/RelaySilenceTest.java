package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of events whose worker is held up by a call that does not return. */
@Proves("EVT-3")
final class RelaySilenceTest {

    private static final RelayOptions OPTIONS =
            RelayOptions.builder().sendTimeout(Duration.ofSeconds(5)).build();

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Silent erp = new Silent();

    @Test
    void givesUpTheCallThatHangsAndNotWhatWasTakenBackFromItsWorker() {
        simulation.hanging.add("erp");
        Simulation.Node node = simulation.node("a", outbox.store, OPTIONS, 1, erp);
        for (int i = 0; i < 30; i++) {
            outbox.publish(Outbox.NORTH, Outbox.loose(i));
            simulation.run(Duration.ofMillis(50));
        }
        erp.hangs = true;
        for (int i = 30; i < 50; i++) {
            outbox.publish(Outbox.NORTH, Outbox.loose(i));
        }

        simulation.run(Duration.ofSeconds(4));
        int takenWhileOneHangs = erp.taken.size();
        simulation.run(Duration.ofSeconds(4));

        assertThat(takenWhileOneHangs).isEqualTo(49);
        assertThat(erp.taken).hasSize(50).doesNotHaveDuplicates();
        assertThat(node.core.health().inFlight()).isZero();
        assertThat(node.core.health().stuck()).isEqualTo(1);
        assertThat(outbox.pending()).isZero();
    }

    /** Answers at once, but for one call that is never answered. */
    private static final class Silent implements EventTransport {

        private final List<String> taken = new ArrayList<>();
        private boolean hangs;

        @Override
        public String target() {
            return "erp";
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) throws InterruptedException {
            if (hangs) {
                hangs = false;
                Strand.hang(() -> false, false);
            }
            taken.add(event.eventId());
            return DeliveryOutcome.delivered();
        }
    }
}
