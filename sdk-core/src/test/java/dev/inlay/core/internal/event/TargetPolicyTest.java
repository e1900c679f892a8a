package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@Proves("EVT-4")
final class TargetPolicyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void leavesWhatItIsSilentOfToTheInstance() {
        RelayOptions options = RelayOptions.builder()
                .retry(7, SECOND, Duration.ofSeconds(9))
                .inFlight(40, 10)
                .target("hook", TargetPolicy.builder().attempts(3).build())
                .build();

        TargetTerms hook = TargetTerms.of(options, "hook");
        TargetTerms erp = TargetTerms.of(options, "erp");

        assertThat(hook.attempts()).isEqualTo(3);
        assertThat(erp.attempts()).isEqualTo(7);
        assertThat(hook.backoffCap()).isEqualTo(erp.backoffCap()).isEqualTo(Duration.ofSeconds(9));
        assertThat(hook.places()).isEqualTo(40);
        assertThat(hook.placesPerTenant()).isEqualTo(10);
        assertThat(hook.firstPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(hook.maxAge()).isEmpty();
    }

    @Test
    void givesATenantHalfOfFewPlacesUnlessItIsToldMore() {
        TargetPolicy few = TargetPolicy.builder().mostInFlight(4).build();
        TargetPolicy told =
                TargetPolicy.builder().mostInFlight(4).mostInFlightPerTenant(4).build();

        assertThat(terms(few).placesPerTenant()).isEqualTo(2);
        assertThat(terms(told).placesPerTenant()).isEqualTo(4);
    }

    @Test
    void refusesBadValuesWithTheirField() {
        TargetPolicy.Builder policy = TargetPolicy.builder();

        refused("target.attempts", () -> policy.attempts(0));
        refused("target.backoffBase", () -> policy.backoff(Duration.ZERO, SECOND));
        refused("target.backoffCap", () -> policy.backoff(SECOND, Duration.ofMillis(999)));
        refused("target.sendTimeout", () -> policy.sendTimeout(Duration.ofSeconds(-1)));
        refused("target.mostInFlight", () -> policy.mostInFlight(100_001));
        refused("target.mostInFlightPerTenant", () -> policy.mostInFlightPerTenant(0));
        refused("target.maxAge", () -> policy.maxAge(Duration.ofDays(366)));
        refused("target.firstPause", () -> policy.pauses(Duration.ZERO, SECOND));
        refused("target.longestPause", () -> policy.pauses(SECOND, Duration.ofMillis(1)));
        refused(
                "target.mostInFlightPerTenant",
                () -> TargetPolicy.builder()
                        .mostInFlight(2)
                        .mostInFlightPerTenant(3)
                        .build());
    }

    @Test
    void refusesAPolicyForATargetWithoutATransport() {
        RelayOptions options = RelayOptions.builder()
                .target("erq", TargetPolicy.builder().build())
                .build();

        assertThatThrownBy(() -> options.requireTargets(List.of(new Receiver("erp"))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("'erq'")
                .hasMessageContaining("[erp]");
    }

    @Test
    void refusesATransportThatMayTakeLongerThanItIsWaitedFor() {
        RelayOptions minute = RelayOptions.defaults();
        RelayOptions two = options(TargetPolicy.builder().sendTimeout(Duration.ofMinutes(2)));
        Receiver erp = new Receiver("erp");
        erp.timeout(Duration.ofMinutes(1));

        assertThatThrownBy(() -> minute.requireTimeouts(List.of(erp)))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("target.sendTimeout"))
                .hasMessageContaining("'erp' may take PT1M, but is given up after PT1M");
        assertThatThrownBy(() -> engine().transports(List.of(erp), List.of()).build())
                .hasMessageContaining("'erp'");
        assertThatThrownBy(() -> engine().transports(List.of(new Receiver("erp")), List.of(transport -> erp))
                        .build())
                .as("what stands around it takes longer")
                .hasMessageContaining("'erp'");
        two.requireTimeouts(List.of(erp));
        minute.requireTimeouts(List.of(new Receiver("erp")));
    }

    private static EventEngineBuilder engine() {
        Outbox outbox = new Outbox(new SimulatedClock(), 1, "erp");
        return EventEngine.builder(
                        () -> Outbox.NORTH_CONTEXT, Outboxes.one(() -> outbox.store, outbox.store.operations()))
                .nodeId("n");
    }

    @Test
    void parksWhatIsTooOldWhateverAttemptsItHasLeft() {
        Simulation simulation = new Simulation();
        Outbox outbox = new Outbox(simulation.clock, 1, "erp");
        Receiver erp = new Receiver("erp");
        erp.answers(event -> DeliveryOutcome.notAttempted("breaker open", SECOND));
        simulation.node("n", outbox.store, options(TargetPolicy.builder().maxAge(Duration.ofSeconds(5))), 1, erp);

        outbox.publish("k", 2);
        simulation.run(Duration.ofSeconds(4));
        long early = outbox.parked();
        simulation.runUntil(() -> outbox.parked() == 2, Duration.ofSeconds(3));

        assertThat(early).isZero();
        assertThat(outbox.pending()).isZero();
    }

    @Test
    void countsTheAgeFromTheFirstAttempt() {
        Simulation simulation = new Simulation();
        Outbox outbox = new Outbox(simulation.clock, 1, "erp");
        Receiver erp = new Receiver("erp");
        erp.answers(event -> DeliveryOutcome.notAttempted("breaker open", SECOND));
        outbox.publish("k", 1);
        simulation.clock.advance(Duration.ofDays(14));
        simulation.node("n", outbox.store, options(TargetPolicy.builder().maxAge(Duration.ofSeconds(5))), 1, erp);

        simulation.run(Duration.ofSeconds(4));
        long early = outbox.parked();
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(3));
        erp.answers(event -> DeliveryOutcome.retry("down"));
        outbox.store.replay(outbox.store.parked(10).get(0));
        simulation.run(Duration.ofSeconds(4));

        assertThat(early).isZero();
        assertThat(outbox.parked())
                .as("after the first failures since its replay")
                .isZero();
    }

    @Test
    void keepsToTheAttemptsAndPausesOfEachTarget() {
        Simulation simulation = new Simulation();
        Outbox outbox = new Outbox(simulation.clock, 1, "erp");
        Receiver erp = new Receiver("erp");
        erp.answers(event -> DeliveryOutcome.retry("down"));
        TargetPolicy.Builder twice = TargetPolicy.builder().attempts(2).backoff(SECOND, SECOND);
        simulation.node("n", outbox.store, options(twice), 1, erp);

        outbox.publish("k", 1);
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(3));

        assertThat(erp.seen()).hasSize(2);
        assertThat(new TargetGate(
                        terms(TargetPolicy.builder().pauses(SECOND, SECOND).build())))
                .satisfies(gate -> {
                    gate.unusable(0, "401");
                    assertThat(gate.opens()).isEqualTo(SECOND.toNanos());
                });
    }

    private static RelayOptions options(TargetPolicy.Builder policy) {
        return RelayOptions.builder().target("erp", policy.build()).build();
    }

    private static TargetTerms terms(TargetPolicy policy) {
        return TargetTerms.of(RelayOptions.builder().target("erp", policy).build(), "erp");
    }

    private static void refused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
