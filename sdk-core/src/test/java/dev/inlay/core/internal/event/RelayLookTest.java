package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How soon, and at which cost, the relay sees what its own process writes. */
@Proves("EVT-3")
final class RelayLookTest {

    private static final int TENANTS = 20;

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
        node = simulation.node("a", store, RelayOptions.defaults(), 1, erp);
        simulation.run(Duration.ofMillis(100));
    }

    @Test
    void readsWhatWasWrittenHereWhileAPageThatWasAskedForBeforeIsStillBeingRead() {
        outbox.publish(TenantId.of("busy"), Outbox.loose(1));
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));
        outbox.publish(TenantId.of("busy"), Outbox.loose(2));
        node.readsHang(true);
        simulation.run(Duration.ofSeconds(1));
        int before = erp.seen().size();

        write(Outbox.NORTH, 3);
        simulation.run(Duration.ofMillis(3));

        assertThat(before).as("seen while reading hangs").isEqualTo(1);
        assertThat(erp.payloads()).contains("\"loose-3\"").doesNotContain("\"loose-2\"");
    }

    @Test
    void looksOnlyWhereItWroteButForARoundOnceInAWhile() {
        for (int i = 0; i < TENANTS; i++) {
            outbox.publish(TenantId.of("t-" + i), Outbox.loose(i));
        }
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));
        long before = lanesAsked.get();

        for (int i = 0; i < 100; i++) {
            write(TenantId.of("t-0"), i);
            simulation.run(Duration.ofMillis(1));
        }
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMillis(20));

        assertThat(erp.seen()).hasSize(TENANTS + 100);
        assertThat(lanesAsked.get() - before)
                .as("lanes asked for 100 events, where a round has %s", TENANTS)
                .isBetween(100L, 1_600L);
    }

    @Test
    void looksNoMoreWhereItHasFoundWhatWasWritten() {
        outbox.publish(Outbox.NORTH, Outbox.loose(1));
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));
        simulation.run(Duration.ofSeconds(10));
        write(Outbox.NORTH, 2);
        simulation.run(Duration.ofMillis(7)); // with the round that the commit asks for
        int seen = erp.seen().size();
        long before = lanesAsked.get();

        simulation.run(Duration.ofMillis(12));

        assertThat(seen).isEqualTo(2);
        assertThat(lanesAsked.get() - before).isZero();
    }

    @Test
    void looksOnWhereOneOfTwoThatWereWrittenWasFound() {
        Connection open = outbox.begin();
        node.wrote(outbox.append(open, Outbox.NORTH, Outbox.loose(1)));
        write(Outbox.NORTH, 2);
        simulation.run(Duration.ofMillis(3));
        int seen = erp.seen().size();

        Outbox.commit(open); // nobody signals that
        simulation.run(Duration.ofMillis(6));

        assertThat(seen).isEqualTo(1);
        assertThat(erp.seen()).hasSize(2);
    }

    @Test
    void seesACommitThatComesLongAfterItWasAnnounced() {
        outbox.publish(Outbox.NORTH, Outbox.loose(1));
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));
        Connection tx = outbox.begin();
        node.wrote(outbox.append(tx, Outbox.NORTH, Outbox.loose(2)));
        simulation.run(Duration.ofSeconds(30));

        Outbox.commit(tx);
        node.wakes.signal();
        simulation.run(Duration.ofMillis(7));

        assertThat(erp.payloads()).contains("\"loose-2\"");
    }

    private void write(TenantId tenant, int number) {
        Connection tx = outbox.begin();
        List<Lane> lanes = outbox.append(tx, tenant, Outbox.loose(number));
        node.wrote(lanes);
        Outbox.commit(tx);
        node.wakes.signal();
    }
}
