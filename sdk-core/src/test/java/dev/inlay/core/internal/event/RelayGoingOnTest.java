package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers that go on with the next event of a stream, and when they may not. */
@Proves({"EVT-2", "EVT-3"})
final class RelayGoingOnTest {

    private static final TenantId SOUTH = TenantId.of("south");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp", "crm");
    private final Receiver erp = new Receiver("erp");
    private final Receiver crm = new Receiver("crm");

    @Test
    void workersGoOnWithTheirStreamWithoutAsking() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp, crm);
        publish(Outbox.NORTH, "erp", "hot", 100);

        simulation.runUntil(() -> outbox.pending() == 0, LONG);

        assertThat(seqs(erp)).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(node.orders()).isLessThan(10);
        assertThat(node.core.health().inFlight()).isZero();
        assertThat(node.core.health().unacknowledged()).isZero();
    }

    @Test
    void theyAskWhereTheReceiverDidNotTakeTheEvent() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp, crm);
        erp.answers(event -> event.attempt() == 1 ? DeliveryOutcome.retry("down") : DeliveryOutcome.delivered());
        publish(Outbox.NORTH, "erp", "hot", 10);

        simulation.runUntil(() -> outbox.pending() == 0, LONG);

        assertThat(seqs(erp))
                .containsExactly(1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L, 5L, 5L, 6L, 6L, 7L, 7L, 8L, 8L, 9L, 9L, 10L, 10L);
        assertThat(node.orders()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void tenantsWithOneHotKeyEachTakeTurnsAtATargetWithOnePlace() {
        simulation.node("a", outbox.store, onePlace(), 1, erp, crm);
        publish(Outbox.NORTH, "erp", "north", 40);
        publish(SOUTH, "erp", "south", 40);

        simulation.runUntil(() -> outbox.pending() == 0, LONG);

        assertThat(erp.seen().stream().map(OutboundEvent::tenant).toList().subList(4, 76))
                .as("each in turn, from the time on that both are known")
                .satisfies(RelayGoingOnTest::alternates);
    }

    private static void alternates(List<? extends TenantId> tenants) {
        for (int i = 1; i < tenants.size(); i++) {
            assertThat(tenants.get(i)).as("at %s of %s", i, tenants).isNotEqualTo(tenants.get(i - 1));
        }
    }

    @Test
    void oneThatComesLaterWaitsForOneCallOnly() {
        simulation.node("a", outbox.store, onePlace(), 1, erp, crm);
        publish(Outbox.NORTH, "erp", "north", 60);
        erp.answers(event -> {
            if (event.seq() == 20 && event.tenant().equals(Outbox.NORTH)) {
                publish(SOUTH, "erp", "south", 3);
                simulation.nodes.get(0).look();
            }
            return DeliveryOutcome.delivered();
        });

        simulation.runUntil(() -> outbox.pending() == 0, LONG);

        assertThat(erp.seen().stream().map(OutboundEvent::tenant).toList().subList(20, 25))
                .containsExactly(SOUTH, Outbox.NORTH, SOUTH, Outbox.NORTH, SOUTH);
    }

    @Test
    void aTenantsOtherTargetGetsThePlaceThatBothMayTake() {
        RelayOptions few = RelayOptions.builder().inFlight(8, 3).build();
        List.of(erp, crm)
                .forEach(receiver -> receiver.answers(event -> {
                    simulation.clock.advance(Duration.ofMillis(1)); // so long that a worker takes one event at a time
                    return DeliveryOutcome.delivered();
                }));
        simulation.node("a", outbox.store, few, 1, erp, crm);
        for (String key : List.of("k-1", "k-2")) {
            publish(Outbox.NORTH, "erp", key, 100);
        }
        simulation.runUntil(() -> erp.seen().size() > 20, LONG);
        for (String key : List.of("k-1", "k-2")) {
            publish(Outbox.NORTH, "crm", key, 20);
        }
        simulation.nodes.get(0).look();

        simulation.runUntil(() -> crm.seen().size() == 40, LONG);

        assertThat(erp.seen().size() - 20)
                .as("three places, of which each target has one and both have one")
                .isLessThan(60);
    }

    @Test
    void nothingFollowsBehindAHold() {
        simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp, crm);
        List<Long> behind = new ArrayList<>();
        erp.answers(event -> {
            if (event.key().orElseThrow().equals("bad")) {
                return DeliveryOutcome.disabled("410");
            }
            if (event.seq() == 5) {
                publish(Outbox.NORTH, "erp", "bad", 1);
                simulation.nodes.get(0).look();
                simulation.run(Duration.ofMillis(100));
            } else if (event.seq() > 5) {
                behind.add(event.seq());
            }
            return DeliveryOutcome.delivered();
        });
        publish(Outbox.NORTH, "erp", "hot", 50);

        simulation.run(Duration.ofSeconds(10));

        assertThat(seqs(erp)).contains(5L);
        assertThat(behind).isEmpty();
    }

    @Test
    void nothingFollowsOnceANodeIsToStop() {
        Simulation.Node node = simulation.node("a", outbox.store, RelayOptions.defaults(), 1, erp, crm);
        erp.answers(event -> {
            if (event.seq() == 5) {
                node.core.drain();
                simulation.run(Duration.ofMillis(100));
            }
            return DeliveryOutcome.delivered();
        });
        publish(Outbox.NORTH, "erp", "hot", 50);

        simulation.runUntil(node.core::isDrained, LONG);

        assertThat(seqs(erp)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(outbox.pending()).isEqualTo(45);
    }

    @Test
    void nothingFollowsACallThatWasGivenUp() {
        RelayOptions options = RelayOptions.builder()
                .sendTimeout(Duration.ofSeconds(2))
                .retry(5, Duration.ofSeconds(1), Duration.ofSeconds(1))
                .build();
        Simulation.Node node = simulation.node("a", outbox.store, options, 1, erp, crm);
        List<Long> meanwhile = new ArrayList<>();
        erp.answers(event -> {
            if (event.seq() == 3 && meanwhile.isEmpty()) {
                meanwhile.add(0L);
                simulation.run(Duration.ofSeconds(20));
                meanwhile.addAll(seqs(erp));
            }
            return DeliveryOutcome.delivered();
        });
        publish(Outbox.NORTH, "erp", "hot", 6);

        simulation.runUntil(() -> outbox.pending() == 0, LONG);
        simulation.run(Duration.ofSeconds(5));

        assertThat(meanwhile).as("went on while the call hung").contains(6L);
        assertThat(seqs(erp)).containsExactly(1L, 2L, 3L, 3L, 4L, 5L, 6L);
        assertThat(node.core.health().stuckAt()).isEmpty();
        assertThat(node.core.health().inFlight()).isZero();
    }

    private static RelayOptions onePlace() {
        return RelayOptions.builder()
                .target("erp", TargetPolicy.builder().mostInFlight(1).build())
                .build();
    }

    private void publish(TenantId tenant, String target, String key, int events) {
        for (int i = 1; i <= events; i++) {
            outbox.publish(
                    tenant,
                    ErpEvent.builder("claim.submitted", "1")
                            .key(key)
                            .target(target)
                            .build());
        }
    }

    private static List<Long> seqs(Receiver receiver) {
        return receiver.seen().stream().map(OutboundEvent::seq).toList();
    }
}
