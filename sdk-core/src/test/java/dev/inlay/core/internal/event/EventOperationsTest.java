package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryListener;
import dev.inlay.spi.event.DeliveryNotice;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Proves("EVT-5")
final class EventOperationsTest {

    private static final Act ANN = Act.of("ann", "the ERP was mended");
    private static final RelayOptions QUICK = RelayOptions.builder()
            .poll(Duration.ofMillis(5), Duration.ofMillis(50))
            .build();

    private final Outbox outbox = new Outbox(InstantSource.system(), 4, "erp");
    private final Receiver erp = new Receiver("erp");
    private final List<EventEngine> engines = new ArrayList<>();
    private final List<AuditEntry> trail = new CopyOnWriteArrayList<>();
    private final List<DeliveryListener> listeners = new ArrayList<>();

    @AfterEach
    void close() {
        engines.forEach(engine -> engine.close(Duration.ofSeconds(2)));
    }

    @Test
    void sendsAReplayedHeadWhileTheRestStaysParkedInOrder() {
        EventOperations operations = start("a").operations();
        parkThree();

        ReplayResult head = operations.replay(Replay.event(firstParked(operations)), ANN);
        until(() -> erp.seen().size() == 2 && outbox.pending() == 0);
        outbox.publish(Outbox.NORTH, Outbox.keyed("c-1", 4));
        until(() -> outbox.parked() == 3);
        ReplayResult rest = operations.replay(Replay.stream(Outbox.NORTH, "erp", "c-1"), ANN);
        until(() -> outbox.pending() == 0 && outbox.parked() == 0);

        assertThat(head.events()).isEqualTo(1);
        assertThat(rest.events()).isEqualTo(3);
        assertThat(erp.seen()).extracting(OutboundEvent::seq).containsExactly(1L, 1L, 2L, 3L, 4L);
    }

    @Test
    void refusesToReplayOrDiscardWhatIsNotTheHeadAndNamesTheHead() {
        EventOperations operations = start("a").operations();
        parkThree();
        String head = firstParked(operations).eventId();
        String second =
                operations.parked(EventFilter.all(), "", 10).items().get(1).eventId();

        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> operations.replay(Replay.event(Outbox.NORTH, "erp", second), ANN))
                .withMessageContaining(head);
        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> operations.discard(Outbox.NORTH, "erp", second, ANN))
                .withMessageContaining(head);

        assertThat(outbox.parked()).isEqualTo(3);
        assertThat(trail).isEmpty();
    }

    @Test
    void changesNothingWhenItOnlyLooks() {
        EventOperations operations = start("a").operations();
        parkThree();

        ReplayResult preview = operations.preview(Replay.target("erp"));

        assertThat(preview.events()).isEqualTo(3);
        assertThat(preview.streams()).isEqualTo(1);
        assertThat(preview.examples()).hasSize(3);
        assertThat(outbox.parked()).isEqualTo(3);
        assertThat(outbox.pending()).isZero();
        assertThat(trail).isEmpty();
    }

    @Test
    void recordsWhoReplayedHowMuchAndWhy() {
        EventOperations operations = start("a").operations();
        parkThree();

        operations.replay(Replay.tenant(Outbox.NORTH), ANN);

        assertThat(trail).hasSize(1);
        assertThat(trail.get(0).actor()).isEqualTo("ann");
        assertThat(trail.get(0).action()).isEqualTo("event.replayed");
        assertThat(trail.get(0).detail()).containsEntry("events", "3").containsEntry("reason", ANN.reason());
    }

    @Test
    void stopsAReplayWhenWhoeverWatchesSaysSo() {
        List<Hold> told = tellsOfHolds();
        EventEngine engine = start("a");
        erp.answers(event -> DeliveryOutcome.refused("422"));
        outbox.publish("c-1", 1_100);
        until(() -> outbox.parked() == 1_100);
        engine.operations().hold("erp", ANN);
        until(() -> !told.isEmpty());

        ReplayResult result = engine.operations().replay(Replay.tenant(Outbox.NORTH), ANN, soFar -> false);

        assertThat(result.events()).isEqualTo(1_000);
        assertThat(result.stopped()).isPresent();
        assertThat(outbox.parked()).isEqualTo(100);
        assertThat(engine.operations().replay(Replay.tenant(Outbox.NORTH), ANN).events())
                .isEqualTo(100);
    }

    @Test
    void sendsATombstoneInThePlaceOfADiscardedHead() {
        EventOperations operations = start("a").operations();
        parkThree();
        String head = firstParked(operations).eventId();

        boolean gone = operations.discard(Outbox.NORTH, "erp", head, ANN);
        until(() -> erp.seen().size() == 2);
        operations.replay(Replay.tenant(Outbox.NORTH), ANN);
        until(() -> outbox.pending() == 0 && outbox.parked() == 0);

        OutboundEvent tombstone = erp.seen().get(1);
        assertThat(gone).isTrue();
        assertThat(tombstone.eventId()).isEqualTo(head + ".discarded");
        assertThat(tombstone.type()).isEqualTo("inlay.discarded");
        assertThat(new String(tombstone.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"eventId\":\"" + head
                        + "\",\"reason\":\"the ERP was mended\",\"type\":\"claim.submitted\"}");
        assertThat(erp.seen()).extracting(OutboundEvent::seq).containsExactly(1L, 1L, 2L, 3L);
        assertThat(trail).extracting(AuditEntry::action).containsExactly("event.discarded", "event.replayed");
    }

    @Test
    void holdsATenantWithoutUsingUpAttemptsUntilItResumes() {
        List<Hold> told = tellsOfHolds();
        EventOperations operations = start("a").operations();
        outbox.publish(TenantId.of("west"), Outbox.keyed("c-1", 1));
        until(() -> erp.seen().size() == 1); // what it asks when it starts is answered

        boolean held = operations.hold(Outbox.NORTH, "erp", ANN);
        boolean again = operations.hold(Outbox.NORTH, "erp", ANN);
        until(() -> !told.isEmpty());
        outbox.publish("c-1", 3);
        outbox.publish(TenantId.of("south"), Outbox.keyed("c-1", 1));
        until(() -> erp.seen().size() == 2);
        outbox.publish(TenantId.of("south"), Outbox.keyed("c-1", 2)); // by then north's would be there too
        until(() -> erp.seen().size() == 3);
        List<OutboundEvent> whileHeld = erp.seen();
        TargetStatus north = operations
                .status(EventFilter.all().tenant(Outbox.NORTH), "", 10)
                .items()
                .get(0);
        operations.resume(Outbox.NORTH, "erp", ANN);
        until(() -> outbox.pending() == 0);

        assertThat(List.of(held, again)).containsExactly(true, false);
        assertThat(whileHeld).extracting(event -> event.tenant().value()).containsExactly("west", "south", "south");
        assertThat(north.waiting().rows()).isEqualTo(3);
        assertThat(north.hold()).map(Hold::reason).contains(ANN.reason());
        assertThat(erp.seen()).hasSize(6).extracting(OutboundEvent::attempt).containsOnly(1);
        assertThat(trail).extracting(AuditEntry::action).containsExactly("event.held", "event.resumed");
    }

    @Test
    void keepsHowOftenAHeadFailedWhileItsTargetIsHeld() {
        EventOperations operations = start("a").operations();
        erp.answers(event -> {
            operations.hold("erp", ANN);
            return DeliveryOutcome.retry("busy", Duration.ofSeconds(1));
        });
        outbox.publish("c-1", 1);

        until(() -> !operations.holds().isEmpty());
        erp.answers(event -> DeliveryOutcome.delivered());
        until(() -> operations
                .status(EventFilter.all(), "", 1)
                .items()
                .get(0)
                .nextAttempt()
                .filter(next -> next.isBefore(Instant.now().minusMillis(50)))
                .isPresent());
        operations.resume("erp", ANN);
        until(() -> outbox.pending() == 0);

        assertThat(erp.seen()).extracting(OutboundEvent::attempt).containsExactly(1, 2);
    }

    @Test
    void holdsForAReceiverThatWantsNothingMoreAlsoAfterARestart() {
        List<Hold> told = tellsOfHolds();
        erp.answers(event -> DeliveryOutcome.disabled("410"));
        EventEngine first = start("a");
        outbox.publish("c-1", 2);
        outbox.publish("c-2", 2);
        until(() -> first.operations().holds().size() == 1);
        until(() -> !told.isEmpty());
        first.close(Duration.ofSeconds(2));
        int before = erp.seen().size();
        int toldBefore = told.size();
        erp.answers(event -> DeliveryOutcome.delivered());

        EventEngine second = start("b");
        outbox.publish(TenantId.of("south"), Outbox.keyed("c-1", 1));
        until(() -> erp.seen().size() == before + 1);
        Hold hold = second.operations().holds().get(0);
        second.operations().resume(Outbox.NORTH, "erp", ANN);
        until(() -> outbox.pending() == 0);

        assertThat(toldBefore).isEqualTo(1);
        assertThat(hold.reason()).isEqualTo("410");
        assertThat(hold.actor()).isEmpty();
        assertThat(hold.tenant()).contains(Outbox.NORTH);
        assertThat(outbox.parked()).isZero();
        assertThat(erp.seen().stream().skip(before))
                .extracting(OutboundEvent::attempt)
                .containsOnly(1);
    }

    @Test
    void tellsListenersWhatBecomesOfEvents() {
        List<String> heard = new CopyOnWriteArrayList<>();
        listeners.add(new DeliveryListener() {
            @Override
            public void delivered(DeliveryNotice event, Duration age) {
                heard.add("delivered " + event.seq() + " after " + event.attempts());
            }

            @Override
            public void retried(DeliveryNotice event, String reason, Instant nextAttempt) {
                heard.add("retried " + event.seq() + ": " + reason);
            }

            @Override
            public void parked(DeliveryNotice event, String reason) {
                heard.add("parked " + event.seq() + ": " + reason);
            }
        });
        listeners.add(0, new DeliveryListener() {
            @Override
            public void delivered(DeliveryNotice event, Duration age) {
                throw new IllegalStateException("a listener's own fault");
            }
        });
        erp.answers(event -> event.attempt() == 1
                ? DeliveryOutcome.retry("busy")
                : event.seq() == 1 ? DeliveryOutcome.delivered() : DeliveryOutcome.refused("422"));
        start("a");

        outbox.publish("c-1", 2);

        until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("retried 1: busy", "delivered 1 after 2", "retried 2: busy", "parked 2: 422");
    }

    @Test
    void isNotSlowedByAListenerThatHangs() {
        CountDownLatch hang = new CountDownLatch(1);
        listeners.add(new DeliveryListener() {
            @Override
            public void delivered(DeliveryNotice event, Duration age) {
                try {
                    hang.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        start("a");

        for (int i = 0; i < 30; i++) {
            outbox.publish("k-" + i, 10);
        }

        until(() -> outbox.pending() == 0);
        assertThat(erp.seen()).hasSize(300);
        hang.countDown();
    }

    @Test
    void refusesBadInputWithTheFieldNamed() {
        EventOperations operations = start("a").operations();

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> operations.parked(EventFilter.all(), "", 1_001))
                .extracting(InvalidValueException::field)
                .isEqualTo("limit");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> operations.parked(EventFilter.all(), "nonsense", 1))
                .extracting(InvalidValueException::field)
                .isEqualTo("after");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> operations.status(EventFilter.all().type("a"), "", 1))
                .extracting(InvalidValueException::field)
                .isEqualTo("filter");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Act.of("ann", " "))
                .extracting(InvalidValueException::field)
                .isEqualTo("reason");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Replay.matching(EventFilter.all().type("a")))
                .extracting(InvalidValueException::field)
                .isEqualTo("filter");
    }

    @Test
    void saysWhyEventsArePutOffUntilAnAttemptIsMade() {
        EventOperations operations = start("a").operations();
        erp.answers(event -> DeliveryOutcome.notAttempted("the breaker is open", Duration.ofMillis(20)));
        outbox.publish("c-1", 1);

        until(() -> putOff(operations).equals(Optional.of("the breaker is open")));
        erp.answers(event -> DeliveryOutcome.retry("busy", Duration.ofMinutes(10)));

        until(() -> putOff(operations).isEmpty());
        assertThat(outbox.pending()).isEqualTo(1);
    }

    private static Optional<String> putOff(EventOperations operations) {
        return operations.status(EventFilter.all(), "", 1).items().get(0).notAttempted();
    }

    /** The holds that relays which start from now on know of, as soon as they do. */
    private List<Hold> tellsOfHolds() {
        List<Hold> told = new CopyOnWriteArrayList<>();
        listeners.add(new DeliveryListener() {
            @Override
            public void held(Hold hold) {
                told.add(hold);
            }
        });
        return told;
    }

    private void parkThree() {
        erp.answers(event -> DeliveryOutcome.refused("422"));
        outbox.publish("c-1", 3);
        until(() -> outbox.parked() == 3);
        erp.answers(event -> DeliveryOutcome.delivered());
    }

    private static ParkedEvent firstParked(EventOperations operations) {
        return operations.parked(EventFilter.all(), "", 1).items().get(0);
    }

    private EventEngine start(String node) {
        EventEngine engine = EventEngine.builder(
                        () -> Outbox.NORTH_CONTEXT, Outboxes.one(() -> outbox.store, outbox.store.operations()))
                .nodeId(node)
                .options(QUICK)
                .listeners(listeners)
                .trail((tenant, entry) -> trail.add(entry))
                .transports(List.of(erp), List.of())
                .build();
        engines.add(engine);
        engine.start();
        return engine;
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("waited in vain").isNegative();
            LockSupport.parkNanos(2_000_000);
        }
    }
}
