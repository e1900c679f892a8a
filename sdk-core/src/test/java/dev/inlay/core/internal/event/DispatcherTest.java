package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DispatcherTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final RelayOptions options = RelayOptions.builder().inFlight(8, 4).build();
    private final RelayClock relayClock = new RelayClock(clock, clock);
    private final TenantWeights weights = TenantWeights.equal(relayClock);
    private final Dispatcher dispatcher = new Dispatcher(List.of("erp"), options, relayClock, weights);
    private final ShardWork shard =
            new ShardWork(new ShardLease(0, 1, 0), List.of(), List.of(), new LaneWork.Tally(), new ShardWork.Load());
    private final List<String> started = new ArrayList<>();
    private long ids;

    @Test
    @Proves("EVT-3")
    void letsTenantsTakeTurnsHoweverMuchOneHas() {
        ready("busy", 100);
        ready("quiet", 2);

        dispatch();

        assertThat(started).containsExactly("busy", "quiet", "busy", "quiet", "busy", "busy");
    }

    @Test
    @Proves("EVT-3")
    void keepsToTheCapsPerTenantAndTarget() {
        ready("a", 100);
        ready("b", 100);
        ready("c", 100);

        dispatch();
        int first = started.size();
        end("a");
        end("a");
        dispatch();

        assertThat(first).isEqualTo(8);
        assertThat(started).hasSize(10);
        assertThat(started.stream().filter("a"::equals)).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void sendsNothingToAPausedTargetAndOneEventAfterThePause() {
        dispatcher.gate("erp").unusable(0, "401");
        ready("a", 5);

        dispatch();
        int paused = started.size();
        clock.advance(Duration.ofSeconds(30));
        dispatch();
        int probing = started.size();
        end("a");
        dispatcher.gate("erp").answered(clock.getAsLong());
        dispatch();

        assertThat(paused).isZero();
        assertThat(probing).isEqualTo(1);
        assertThat(started).hasSize(5);
    }

    @Test
    void doublesThePauseUpToFiveMinutes() {
        TargetGate gate = new TargetGate(TargetTerms.of(options, "erp"));
        List<Long> pauses = new ArrayList<>();
        long now = 0;

        for (int i = 0; i < 6; i++) {
            gate.unusable(now, "401");
            gate.unusable(now + 1, "401");
            pauses.add(Duration.ofNanos(gate.opens() - now).toSeconds());
            now = gate.opens();
        }

        assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 300L, 300L);
    }

    @Test
    void pausesForAsLongAsTheTransportSaysAndNoLongerTheNextTime() {
        TargetGate gate = new TargetGate(8);
        List<Long> pauses = new ArrayList<>();
        long now = 0;

        for (int i = 0; i < 3; i++) {
            gate.pausedFor(now, Duration.ofSeconds(10), "the circuit breaker is open");
            gate.pausedFor(now + 1, Duration.ofSeconds(10), "the circuit breaker is open");
            pauses.add(Duration.ofNanos(gate.opens() - now).toSeconds());
            now = gate.opens();
        }

        assertThat(pauses).containsExactly(10L, 10L, 10L);
        assertThat(gate.limit(now - 1)).isZero();
        assertThat(gate.limit(now)).as("one event goes first").isEqualTo(1);
        assertThat(gate.reason()).isEqualTo("the circuit breaker is open");
    }

    private void ready(String tenant, int count) {
        LaneWork lane = shard.lane(new Lane(0, TenantId.of(tenant), "erp"));
        for (int i = 0; i < count; i++) {
            dispatcher.ready(lane.begin(new StoredEvent(
                    ++ids,
                    Optional.empty(),
                    0,
                    0,
                    "e-" + ids,
                    "claim.seen",
                    1,
                    Payload.of("application/json", new byte[] {'1'}),
                    clock.instant())));
        }
    }

    private void dispatch() {
        dispatcher.dispatch(stream -> {
            TenantId tenant = stream.lane().lane().tenant();
            started.add(tenant.value());
            dispatcher.started(stream.lane());
        });
    }

    private void end(String tenant) {
        LaneWork lane = shard.lane(new Lane(0, TenantId.of(tenant), "erp"));
        dispatcher.endedFor(lane);
        dispatcher.endedAt(lane);
    }
}
