package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.event.SimulatedReceiver.Temper;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole relay with a backlog of every tenant, each at a target that takes them and at one that is dead: while nobody
 * has run out, what a target took of two tenants, each divided by its weight, differs by no more than one turn and what
 * was on its way.
 */
@Proves("EVT-3")
final class RelaySharesTest {

    private static final int PLACES = 8;
    private static final int TURNS = 60;
    private static final RelayOptions OPTIONS = RelayOptions.builder()
            .inFlight(PLACES, 4 * PLACES)
            .sendTimeout(Duration.ofSeconds(2))
            .build();

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 4, "erp", "hook");
    private final Receiver erp = new Receiver("erp");
    private int[] weights = {};
    private int[] taken = {};
    private double widest;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void dividesATargetByTheWeightsWhileEverybodyWaits(long seed) {
        Random random = new Random(seed);
        weights = random.ints(2 + random.nextInt(4), 1, 11).toArray();
        taken = new int[weights.length];
        simulation.weights = tenant -> OptionalInt.of(weights[number(tenant)]);
        Temper dead = random.nextBoolean() ? Temper.CLOSED : Temper.DEAF;
        simulation.node("a", outbox.store, OPTIONS, seed, erp, new SimulatedReceiver("hook", dead, simulation, random));
        makeWeightsKnown();

        erp.answers(event -> take(event.tenant()));
        for (int tenant = 0; tenant < weights.length; tenant++) {
            publish(tenant, "erp", weights[tenant] * TURNS);
            publish(tenant, "hook", 50);
        }
        int enough = Arrays.stream(weights).sum() * TURNS * 4 / 5;
        simulation.runUntil(() -> Arrays.stream(taken).sum() >= enough, Duration.ofMinutes(1));

        for (int tenant = 0; tenant < weights.length; tenant++) {
            assertThat(taken[tenant]).as("tenant %s has something left", tenant).isLessThan(weights[tenant] * TURNS);
        }
        assertThat(widest).as("weights " + Arrays.toString(weights)).isLessThanOrEqualTo(1);
    }

    private void makeWeightsKnown() {
        for (int tenant = 0; tenant < weights.length; tenant++) {
            publish(tenant, "erp", 1);
        }
        simulation.run(Duration.ofSeconds(2));
    }

    private void publish(int tenant, String target, int events) {
        for (int i = 0; i < events; i++) {
            outbox.publish(
                    TenantId.of("t-" + tenant),
                    ErpEvent.builder("claim.seen", "1").target(target).build());
        }
    }

    private DeliveryOutcome take(TenantId tenant) {
        simulation.clock.advance(Duration.ofMillis(4)); // so long that a worker takes one event at a time
        taken[number(tenant)]++;
        for (int one = 0; one < weights.length; one++) {
            for (int other = 0; other < one; other++) {
                double onTheirWay = (double) PLACES / Math.min(weights[one], weights[other]);
                double apart = Math.abs((double) taken[one] / weights[one] - (double) taken[other] / weights[other]);
                widest = Math.max(widest, apart - onTheirWay);
            }
        }
        return DeliveryOutcome.delivered();
    }

    private static int number(TenantId tenant) {
        return Integer.parseInt(tenant.value().substring(2));
    }
}
