package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a worker goes on with while the relay's thread is elsewhere. */
@Proves({"EVT-2", "EVT-6"})
final class ConvoyTest {

    private static final TenantId HEAVY = TenantId.of("heavy");
    private static final RelayOptions OPTIONS = RelayOptions.builder()
            .target(
                    "erp",
                    TargetPolicy.builder()
                            .mostInFlight(2)
                            .mostInFlightPerTenant(2)
                            .build())
            .build();

    private final SimulatedClock time = new SimulatedClock();
    private final RelayClock clock = new RelayClock(time, this::now);
    private final Outbox outbox = new Outbox(time, 1, "erp");
    private final Receiver erp = new Receiver("erp");
    private final Deque<Convoy> orders = new ArrayDeque<>();
    private final RelayParts parts = parts();
    private final WakeSchedule wakes = new WakeSchedule(clock, OPTIONS);
    private final RelayCore core = new RelayCore(parts, Map.of("erp", erp), wakes, () -> 0.5);
    private @Nullable Runnable atNextLook;

    @Test
    void whatIsCalledOffIsNotBegunBehindWhatItFollows() {
        outbox.publish("hot", 2);
        turns();
        Convoy first = orders.remove();
        Convoy second = Objects.requireNonNull(first.make());

        core.interruptAttempts();
        second.make();

        assertThat(sent()).containsExactly(1L);
    }

    @Test
    void nothingIsTakenBehindWhatWasCalledOff() {
        outbox.publish("hot", 2);
        turns();
        erp.answers(event -> {
            core.interruptAttempts();
            return DeliveryOutcome.delivered();
        });

        assertThat(orders.remove().make()).isNull();
        assertThat(sent()).containsExactly(1L);
    }

    @Test
    void whatIsTakenWhileTheShardBeginsAnewIsSentAndRemovedOnce() {
        erp.answers(event ->
                event.key().orElseThrow().equals("bad") ? DeliveryOutcome.refused("422") : DeliveryOutcome.delivered());
        outbox.publish("bad", 1);
        turns();
        orders.remove().make();
        turns();
        outbox.publish("hot", 3);
        turns();
        Convoy first = orders.remove();
        outbox.replayAll();
        parts.keeper().turn();
        Deque<Convoy> taken = new ArrayDeque<>();

        atNextLook = () -> taken.add(Objects.requireNonNull(first.make()));
        turns();
        boolean busy = orders.stream().anyMatch(convoy -> "hot".equals(keyOf(convoy)));
        taken.remove().make();
        turns();
        work();

        assertThat(busy).as("begun a second time").isFalse();
        assertThat(erp.firstTimes("hot")).containsExactly(1L, 2L, 3L);
        assertThat(erp.seen().stream().filter(event -> event.key().orElseThrow().equals("hot")))
                .hasSize(3);
        assertThat(outbox.pending()).isZero();
        assertThat(core.health().unacknowledged()).isZero();
        assertThat(core.health().inFlight()).isZero();
    }

    @Test
    void whatWasGoneOnWithIsNotKeptByWhatItFollowed() {
        outbox.publish("hot", 3);
        turns();
        Convoy first = orders.remove();
        Convoy second = Objects.requireNonNull(first.make());

        turns();

        assertThat(first.wentOnWith()).isNull();
        assertThat(second.make()).as("the third, offered meanwhile").isNotNull();
    }

    @Test
    void goingOnTakesNothingOfATurnThatBeganMeanwhile() {
        outbox.publish(HEAVY, Outbox.keyed("h-0", 1));
        outbox.publish(HEAVY, Outbox.keyed("h-0", 2));
        turns();
        Convoy first = orders.remove();
        for (int i = 1; i <= 4; i++) {
            outbox.publish(HEAVY, Outbox.keyed("h-" + i, i));
            outbox.publish(Outbox.NORTH, Outbox.keyed("n-" + i, i));
        }
        wakes.signal();
        core.turn();
        parts.reads().turn();
        Deque<Convoy> taken = new ArrayDeque<>();
        parts.mailbox().execute(() -> atNextLook = () -> taken.add(Objects.requireNonNull(first.make())));
        turns();

        taken.remove().make();
        work();

        assertThat(erp.seen().stream().map(OutboundEvent::tenant).toList().subList(2, 5))
                .as("two of the one that weighs two, then one of the other")
                .containsExactly(HEAVY, HEAVY, Outbox.NORTH);
    }

    private static @Nullable String keyOf(Convoy convoy) {
        return convoy.first().event().key().orElse(null);
    }

    private List<Long> sent() {
        return erp.seen().stream().map(OutboundEvent::seq).toList();
    }

    /** Looks at the clock, whereupon something may happen elsewhere. */
    private long now() {
        Runnable act = atNextLook;
        atNextLook = null;
        if (act != null) {
            act.run();
        }
        return time.getAsLong();
    }

    private void turns() {
        for (int i = 0; i < 20; i++) {
            core.turn();
            parts.lists().turn();
            parts.reads().turn();
            parts.completions().turn();
            parts.setbacks().turn();
            parts.keeper().turn();
            parts.weights().turn();
            time.advance(Duration.ofMillis(100));
        }
    }

    private void work() {
        for (Convoy convoy = orders.poll(); convoy != null; convoy = orders.poll()) {
            convoy.run();
            turns();
        }
    }

    private RelayParts parts() {
        Workers workers = new Workers() {
            @Override
            public void start(String target, Runnable attempt) {
                orders.add((Convoy) attempt);
            }

            @Override
            public void close() {}
        };
        Faults faults = new Faults(LoggerFactory.getLogger(ConvoyTest.class), clock);
        return new RelayParts(
                outbox.store,
                null,
                "a",
                OPTIONS,
                clock,
                faults,
                workers,
                Upcasts.NONE,
                new TenantWeights(tenant -> OptionalInt.of(tenant.equals(HEAVY) ? 2 : 1), () -> 1, clock),
                Simulation.toNobody(faults));
    }
}
