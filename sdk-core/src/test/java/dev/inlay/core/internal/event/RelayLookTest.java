package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How soon, and at which cost, the relay sees what its own process writes beside a backlog that is not read yet. */
@Proves("EVT-3")
final class RelayLookTest {

    private static final int TENANTS = 20;
    private static final int BACKLOG = 300;
    private static final TenantId BUSY = TenantId.of("busy");
    private static final RelayOptions SMALL =
            RelayOptions.builder().buffer(50, 10_000).build();

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");
    private final AtomicLong lanesAsked = new AtomicLong();
    private Simulation.Node node;

    @BeforeEach
    void begin() {
        OutboxStore store = Intercepted.store(outbox.store, (method, args) -> switch (method) {
            case "read" -> {
                lanesAsked.incrementAndGet();
                yield null;
            }
            case "readAll" -> {
                lanesAsked.addAndGet(((List<?>) args[0]).size());
                yield null;
            }
            default -> null;
        });
        simulation.longestCalls.put("erp", 1L);
        erp.answers(event -> event.tenant().equals(BUSY)
                ? DeliveryOutcome.retry("down", Duration.ofMinutes(50))
                : DeliveryOutcome.delivered());
        for (int i = 0; i < BACKLOG; i++) {
            outbox.publish(BUSY, Outbox.loose(i));
        }
        node = simulation.node("a", store, SMALL, 1, erp);
        simulation.run(Duration.ofSeconds(5));
    }

    @Test
    void readsWhatWasWrittenHereWhileAPageThatWasAskedForBeforeIsStillBeingRead() {
        TenantId south = TenantId.of("south");
        outbox.publish(south, Outbox.loose(1));
        awaitSeen(1);
        outbox.publish(south, Outbox.loose(2));
        node.readsHang(true);
        simulation.run(Duration.ofSeconds(1));
        int before = seen().size();

        write(Outbox.NORTH, 3);
        simulation.run(Duration.ofMillis(3));

        assertThat(before).as("seen while reading hangs").isEqualTo(1);
        assertThat(seen()).extracting(OutboundEvent::tenant).containsExactly(south, Outbox.NORTH);
    }

    @Test
    void looksOnlyWhereItWroteButForARoundOnceInAWhile() {
        for (int i = 0; i < TENANTS; i++) {
            outbox.publish(TenantId.of("t-" + i), Outbox.loose(i));
        }
        awaitSeen(TENANTS);
        long before = lanesAsked.get();

        for (int i = 0; i < 100; i++) {
            write(TenantId.of("t-0"), i);
            simulation.run(Duration.ofMillis(1));
        }
        awaitSeen(TENANTS + 100);

        assertThat(lanesAsked.get() - before)
                .as("lanes asked for 100 events, where a round has %s", TENANTS)
                .isBetween(100L, 1_000L);
    }

    @Test
    void looksNoMoreWhereItHasFoundWhatWasWritten() {
        write(Outbox.NORTH, 0);
        awaitSeen(1);
        long before = lanesAsked.get();

        for (int i = 1; i <= 50; i++) {
            write(Outbox.NORTH, i);
            simulation.run(Duration.ofMillis(20));
        }

        assertThat(seen()).hasSize(51);
        assertThat(lanesAsked.get() - before)
                .as("lanes asked in 50 looks, in about as many rounds of two, and in sweeps")
                .isLessThan(450);
    }

    @Test
    void looksOnWhereOneOfTwoThatWereWrittenWasFound() {
        Connection open = outbox.begin();
        node.wrote(outbox.append(open, Outbox.NORTH, Outbox.loose(1)));
        write(Outbox.NORTH, 2);
        simulation.run(Duration.ofMillis(3));
        int before = seen().size();

        Outbox.commit(open); // nobody signals that
        simulation.run(Duration.ofMillis(6));

        assertThat(before).isEqualTo(1);
        assertThat(seen()).hasSize(2);
    }

    @Test
    void seesACommitThatComesLongAfterItWasAnnounced() {
        outbox.publish(Outbox.NORTH, Outbox.loose(1));
        awaitSeen(1);
        Connection tx = outbox.begin();
        node.wrote(outbox.append(tx, Outbox.NORTH, Outbox.loose(2)));
        simulation.run(Duration.ofSeconds(30));

        Outbox.commit(tx);
        node.wakes.signal();
        simulation.run(Duration.ofMillis(7));

        assertThat(seen()).hasSize(2);
    }

    private void write(TenantId tenant, int number) {
        Connection tx = outbox.begin();
        List<Lane> lanes = outbox.append(tx, tenant, Outbox.loose(number));
        node.wrote(lanes);
        Outbox.commit(tx);
        node.wakes.signal();
    }

    private void awaitSeen(int events) {
        simulation.runUntil(() -> seen().size() == events, Duration.ofSeconds(5));
    }

    private List<OutboundEvent> seen() {
        return erp.seen().stream().filter(event -> !event.tenant().equals(BUSY)).toList();
    }
}
