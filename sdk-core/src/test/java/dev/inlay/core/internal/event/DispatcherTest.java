package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DispatcherTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final RelayOptions options = RelayOptions.builder().inFlight(8, 4).build();
    private final RelayClock relayClock = new RelayClock(clock, clock);
    private final TenantWeights weights = new TenantWeights(this::told, this::toldVersion, relayClock);
    private final Dispatcher dispatcher = new Dispatcher(List.of("erp"), options, relayClock, weights);
    private final ShardWork shard = new ShardWork(
            new ShardLease(0, 1, 0), List.of(), List.of(), 0, new LaneWork.Tally(1), new ShardWork.Load());
    private final List<String> started = new ArrayList<>();
    private final Map<String, Integer> told = new HashMap<>();
    private boolean refusing;
    private long version;
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
    @Proves("EVT-3")
    void startsAsManyOfATenantInARoundAsItWeighs() {
        Dispatcher weighing = dispatcher(RelayOptions.builder().inFlight(8, 8).build(), "erp");
        weigh("plus", 3);

        ready(weighing, "plus", "erp", 20);
        ready(weighing, "plain", "erp", 20);
        dispatch(weighing);

        assertThat(started).containsExactly("plus", "plus", "plus", "plain", "plus", "plus", "plus", "plain");
    }

    @Test
    @Proves("EVT-3")
    void goesOnWithATurnThatAFullTargetCutShort() {
        Dispatcher weighing = dispatcher(RelayOptions.builder().inFlight(2, 8).build(), "erp");
        weigh("plus", 3);
        ready(weighing, "plus", "erp", 20);
        ready(weighing, "plain", "erp", 20);

        for (int i = 0; i < 6; i++) {
            dispatch(weighing);
            end(started.get(i), "erp");
        }

        assertThat(started.subList(0, 6)).containsExactly("plus", "plus", "plus", "plain", "plus", "plus");
    }

    @Test
    @Proves("EVT-3")
    void savesNothingForATenantThatHadNothingToSend() {
        Dispatcher weighing =
                dispatcher(RelayOptions.builder().inFlight(100, 100).build(), "erp");
        weigh("sleeper", 5);
        ready(weighing, "sleeper", "erp", 1);
        ready(weighing, "busy", "erp", 40);
        dispatch(weighing);
        started.clear();

        ready(weighing, "busy", "erp", 20);
        ready(weighing, "sleeper", "erp", 20);
        dispatch(weighing);

        assertThat(started.subList(0, 7))
                .containsExactly("busy", "sleeper", "sleeper", "sleeper", "sleeper", "sleeper", "busy");
    }

    @Test
    @Proves("EVT-3")
    void leavesPlacesOfTheTargetToOthersWhenOneTenantsReceiverHangs() {
        TargetPolicy policy = TargetPolicy.builder().mostInFlight(6).build();
        Dispatcher caring =
                dispatcher(RelayOptions.builder().target("erp", policy).build(), "erp");
        ready(caring, "hangs", "erp", 50);
        dispatch(caring);
        started.clear();

        ready(caring, "quiet", "erp", 1);
        dispatch(caring);

        assertThat(started).containsExactly("quiet");
    }

    @Test
    @Proves("EVT-3")
    void leavesATenantPlacesForItsOtherTargetsWhenOneHangs() {
        Dispatcher caring = dispatcher(RelayOptions.builder().inFlight(64, 8).build(), "dead", "alive");
        ready(caring, "north", "dead", 50);
        dispatch(caring);
        int atTheDead = started.size();

        ready(caring, "north", "alive", 50);
        dispatch(caring);

        assertThat(atTheDead).isEqualTo(6);
        assertThat(started).hasSize(8);
    }

    @Test
    @Proves("EVT-3")
    void goesOnWithATenantThatHadAllItsPlacesWhenOneIsFree() {
        Dispatcher caring = dispatcher(RelayOptions.builder().inFlight(64, 4).build(), "one", "two");
        ready(caring, "north", "one", 50);
        ready(caring, "north", "two", 50);
        dispatch(caring);
        int full = started.size();

        end("north", "one");
        end("north", "two");
        dispatch(caring);

        assertThat(full).isEqualTo(4);
        assertThat(started).hasSize(6);
    }

    @Test
    @Proves("EVT-3")
    void givesThePlaceThatATenantsTargetsShareToEachInTurn() {
        Dispatcher caring = dispatcher(RelayOptions.builder().inFlight(64, 4).build(), "one", "two", "idle");
        ready(caring, "north", "one", 50);
        ready(caring, "north", "two", 50);
        dispatch(caring);
        List<String> hadIt = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            String has = inFlight("north", "one") == 2 ? "one" : "two";
            hadIt.add(has);
            end("north", has);
            dispatch(caring);
            dispatch(caring);
        }

        assertThat(hadIt).containsExactly("one", "two", "one", "two", "one", "two");
    }

    @Test
    @Proves("EVT-3")
    void takesAChangedWeightAtTheNextTurn() {
        Dispatcher weighing = dispatcher(RelayOptions.builder().inFlight(4, 4).build(), "erp");
        ready(weighing, "north", "erp", 20);
        ready(weighing, "south", "erp", 20);
        dispatch(weighing);
        started.forEach(tenant -> end(tenant, "erp"));
        started.clear();

        weigh("north", 3);
        dispatch(weighing);

        assertThat(started).containsExactly("north", "north", "north", "south");
    }

    @Test
    void asksForWeightsAgainWhenOneCouldNotBeTold() {
        told.put("north", 4);
        weights.of(TenantId.of("north"));
        refusing = true;
        assertThatThrownBy(weights::turn).hasMessage("no answer");
        int unanswered = weights.of(TenantId.of("north"));

        refusing = false;
        weights.turn();

        assertThat(unanswered).isEqualTo(1);
        assertThat(weights.of(TenantId.of("north"))).isEqualTo(4);
    }

    @Test
    void takesWeightsThatAreOutOfRangeAsTheNearest() {
        weights.of(TenantId.of("north"));
        weigh("north", 1_000);
        int most = weights.of(TenantId.of("north"));
        weigh("north", -3);

        assertThat(most).isEqualTo(100);
        assertThat(weights.of(TenantId.of("north"))).isEqualTo(1);
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
        TargetGate gate = new TargetGate(TargetTerms.of(options, "erp"));
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

    private Dispatcher dispatcher(RelayOptions own, String... targets) {
        return new Dispatcher(List.of(targets), own, relayClock, weights);
    }

    private OptionalInt told(TenantId tenant) {
        if (refusing) {
            throw new IllegalStateException("no answer");
        }
        Integer weight = told.get(tenant.value());
        return weight == null ? OptionalInt.empty() : OptionalInt.of(weight);
    }

    private long toldVersion() {
        return version;
    }

    private void weigh(String tenant, int weight) {
        told.put(tenant, weight);
        weights.of(TenantId.of(tenant));
        version++;
        weights.turn();
    }

    private LaneWork lane(String tenant, String target) {
        return shard.lane(new Lane(0, TenantId.of(tenant), target));
    }

    private int inFlight(String tenant, String target) {
        return Objects.requireNonNull(lane(tenant, target).flow()).inFlight();
    }

    private void ready(String tenant, int count) {
        ready(dispatcher, tenant, "erp", count);
    }

    private void ready(Dispatcher to, String tenant, String target, int count) {
        LaneWork lane = lane(tenant, target);
        for (int i = 0; i < count; i++) {
            to.ready(lane.begin(new StoredEvent(
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
        dispatch(dispatcher);
    }

    private void dispatch(Dispatcher with) {
        with.dispatch(stream -> {
            started.add(stream.lane().lane().tenant().value());
            LoneConvoy.leaves(stream.lane());
        });
    }

    private void end(String tenant) {
        end(tenant, "erp");
    }

    private void end(String tenant, String target) {
        LoneConvoy.ends(lane(tenant, target));
    }
}
