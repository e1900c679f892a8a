package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventUpcaster;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@Proves("EVT-7")
final class RelayUpcastTest {

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");

    @Test
    void bringsAnOldEventToTheNewestFormStepByStep() {
        outbox.publish("c-1", 2);
        simulation.upcasts = Upcasts.of(List.of(step(2), step(1)));

        node("a");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(erp.seen()).extracting(OutboundEvent::version).containsExactly(3, 3);
        assertThat(erp.payloads()).containsExactly("\"c-1-1\"+2+3", "\"c-1-2\"+2+3");
    }

    @Test
    void leavesOtherTypesAndTheNewestVersionAlone() {
        outbox.publish(
                Outbox.NORTH,
                ErpEvent.builder("claim.submitted", "\"new\"")
                        .key("c-1")
                        .version(2)
                        .build());
        outbox.publish(Outbox.NORTH, Outbox.loose(1));
        simulation.upcasts = Upcasts.of(List.of(step(1)));

        node("a");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(erp.seen())
                .extracting(OutboundEvent::type, OutboundEvent::version)
                .containsExactlyInAnyOrder(tuple("claim.submitted", 2), tuple("claim.seen", 1));
    }

    @Test
    void repeatsWhatItSentInTheSameForm() {
        outbox.publish("c-1", 1);
        simulation.upcasts = Upcasts.of(List.of(step(1)));
        erp.answers(event -> event.attempt() < 3 ? DeliveryOutcome.retry("no answer") : DeliveryOutcome.delivered());

        node("a");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(1));

        assertThat(erp.payloads()).hasSize(3).containsOnly("\"c-1-1\"+2");
    }

    @Test
    void neverChangesWhatAFormerReleaseSentAndGotNoAnswerTo() {
        outbox.publish("c-1", 2);
        erp.answers(event -> DeliveryOutcome.retry("no answer", Duration.ofSeconds(30)));
        Simulation.Node old = node("old");
        simulation.runUntil(() -> erp.seen().size() == 1, Duration.ofSeconds(5));
        simulation.run(Duration.ofSeconds(1));
        leave(old);
        erp.answers(event -> DeliveryOutcome.delivered());
        simulation.upcasts = Upcasts.of(List.of(step(1)));

        node("new");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.payloads()).containsExactly("\"c-1-1\"", "\"c-1-1\"", "\"c-1-2\"+2");
    }

    @Test
    void neverChangesWhatANodeThatDiedMayHaveSent() {
        outbox.publish("c-1", 2);
        erp.answers(event -> DeliveryOutcome.retry("no answer"));
        Simulation.Node old = node("old");
        simulation.runUntil(() -> erp.seen().size() == 1, Duration.ofSeconds(5));
        old.halt();
        erp.answers(event -> DeliveryOutcome.delivered());
        simulation.upcasts = Upcasts.of(List.of(step(1)));

        node("new");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));
        outbox.publish("c-2", 1);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.payloads()).containsExactly("\"c-1-1\"", "\"c-1-1\"", "\"c-1-2\"", "\"c-2-1\"+2");
    }

    @Test
    void neverChangesWhatWasInterruptedWithoutAnAnswerThoughItsShardWasGivenBack() {
        outbox.publish("c-1", 2);
        Simulation.Node[] old = new Simulation.Node[1];
        erp.answers(event -> {
            old[0].core.interruptAttempts();
            return DeliveryOutcome.retry("interrupted");
        });
        old[0] = node("old");
        simulation.runUntil(() -> erp.seen().size() == 1, Duration.ofSeconds(5));
        leave(old[0]);
        erp.answers(event -> DeliveryOutcome.delivered());
        simulation.upcasts = Upcasts.of(List.of(step(1)));

        node("new");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.payloads()).containsExactly("\"c-1-1\"", "\"c-1-1\"", "\"c-1-2\"+2");
    }

    @Test
    void neverChangesWhatIsReplayedThatMayHaveBeenTaken() {
        outbox.publish("c-1", 1);
        erp.answers(event -> DeliveryOutcome.retry("no answer"));
        Simulation.Node old = node("old");
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofHours(1));
        leave(old);
        erp.answers(event -> DeliveryOutcome.delivered());
        outbox.replay(outbox.parked(1).get(0));
        simulation.upcasts = Upcasts.of(List.of(step(1)));

        node("new");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.payloads()).containsOnly("\"c-1-1\"");
    }

    @Test
    void bringsWhatWasRefusedAtOnceToTheNewestFormWhenItIsReplayed() {
        outbox.publish("c-1", 1);
        erp.answers(event -> DeliveryOutcome.refused("422"));
        Simulation.Node old = node("old");
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofMinutes(1));
        leave(old);
        erp.answers(event -> DeliveryOutcome.delivered());
        outbox.replay(outbox.parked(1).get(0));
        simulation.upcasts = Upcasts.of(List.of(step(1)));

        node("new");
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(2));

        assertThat(erp.payloads()).containsExactly("\"c-1-1\"", "\"c-1-1\"+2");
    }

    @Test
    void parksWhatAnUpcasterCannotRead() {
        outbox.publish("c-1", 1);
        simulation.upcasts = Upcasts.of(List.of(new Step(1) {
            @Override
            public Payload upcast(Payload payload) {
                throw new IllegalStateException("secret");
            }
        }));

        node("a");
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(5));

        assertThat(erp.seen()).isEmpty();
        assertThat(outbox.parked(1).get(0).reason())
                .contains("claim.submitted from version 1")
                .doesNotContain("secret");
    }

    @Test
    void parksWhatAnUpcasterMakesTooLarge() {
        outbox.publish("c-1", 1);
        simulation.upcasts = Upcasts.of(List.of(new Step(1) {
            @Override
            public Payload upcast(Payload payload) {
                return Payload.of("application/json", new byte[(1 << 20) + 1]);
            }
        }));

        node("a");
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(5));

        assertThat(erp.seen()).isEmpty();
        assertThat(outbox.parked(1).get(0).reason()).contains("claim.submitted from version 1", "at most 1 MiB");
    }

    @Test
    void parksWhatTheStoreNeverKeepsInItsNewestForm() {
        outbox.publish("c-1", 1);
        simulation.upcasts = Upcasts.of(List.of(step(1)));
        OutboxStore refusing = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("reform")) {
                throw new StoreException("store.value", false, "too long", null);
            }
            return null;
        });

        simulation.node("a", refusing, RelayOptions.defaults(), 1, erp);
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(5));

        assertThat(erp.seen()).isEmpty();
        assertThat(outbox.parked(1).get(0).reason()).contains("too long");
    }

    @Test
    void waitsForAStoreThatRefusesToKeepAnythingForAWhile() {
        outbox.publish("c-1", 1);
        simulation.upcasts = Upcasts.of(List.of(step(1)));
        boolean[] readOnly = {true};
        OutboxStore failing = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("reform") && readOnly[0]) {
                throw new StoreException("store.failed", false, "read-only after a failover", null);
            }
            return null;
        });

        simulation.node("a", failing, RelayOptions.defaults(), 1, erp);
        simulation.run(Duration.ofSeconds(5));
        readOnly[0] = false;
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        assertThat(outbox.parked()).isZero();
        assertThat(erp.payloads()).containsExactly("\"c-1-1\"+2");
    }

    @Test
    void refusesUpcastersThatCollideOrLeaveAGap() {
        assertThatThrownBy(() -> Upcasts.of(List.of(step(1), step(1))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("event.upcaster")
                .hasMessageContaining("two upcasters");
        assertThatThrownBy(() -> Upcasts.of(List.of(step(1), step(3)))).hasMessageContaining("[1, 3]");
        assertThatThrownBy(() -> Upcasts.of(List.of(step(0)))).hasMessageContaining("at least 1");
    }

    @Test
    void refusesToPublishAVersionThatNoUpcasterLeadsTo() {
        Upcasts upcasts = Upcasts.of(List.of(step(1)));

        upcasts.requireKnown("claim.submitted", 2);
        upcasts.requireKnown("claim.seen", 9);
        assertThatThrownBy(() -> upcasts.requireKnown("claim.submitted", 3))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("event.version")
                .hasMessageContaining("at most 2");
    }

    /** Gives everything back, as at a rolling restart. */
    private void leave(Simulation.Node old) {
        old.core.drain();
        old.ringLease();
        simulation.runUntil(() -> old.core.isDrained() && old.parts.keeper().hasLeft(), Duration.ofSeconds(9));
        old.halt();
    }

    private Simulation.Node node(String name) {
        return simulation.node(name, outbox.store, RelayOptions.defaults(), 1, erp);
    }

    private static Step step(int from) {
        return new Step(from);
    }

    /** Writes the version behind the payload. */
    private static class Step implements EventUpcaster {

        private final int from;

        private Step(int from) {
            this.from = from;
        }

        @Override
        public String type() {
            return "claim.submitted";
        }

        @Override
        public int from() {
            return from;
        }

        @Override
        public Payload upcast(Payload payload) {
            String newer = new String(payload.bytes(), StandardCharsets.UTF_8) + "+" + (from + 1);
            return Payload.of(payload.contentType(), newer.getBytes(StandardCharsets.UTF_8));
        }
    }
}
