package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes, goes and pauses: no cap is exceeded, what two tenants get stays in the proportion of their weights
 * while both could be served, and who comes new is served within the round. A window between a pair of tenants begins
 * when both have something to send and places of their own, and ends when one has not; within it, and so in every
 * window that lies in it, the difference of started events by weight stays within 1. This does 7 of 10 of
 * {@code -Dinlay.relay.steps}, divided by the seeds.
 */
@Proves("EVT-3")
final class DispatchFairnessTest {

    private static final int STEPS = (int) (Long.getLong("inlay.relay.steps", 2_000_000) * 7 / 30);
    private static final int TENANTS = 6;
    private static final List<String> TARGETS = List.of("erp", "hook", "dead");
    private static final int PER_TENANT = 10;
    private static final Payload PAYLOAD = Payload.of("application/json", new byte[] {'1'});

    private final SimulatedClock clock = new SimulatedClock();
    private final RelayClock relayClock = new RelayClock(clock, clock);
    private final RelayOptions options = RelayOptions.builder()
            .inFlight(12, PER_TENANT)
            .target(
                    "hook",
                    TargetPolicy.builder()
                            .mostInFlight(5)
                            .mostInFlightPerTenant(2)
                            .build())
            .build();
    private final int[] weights = new int[TENANTS];
    private final ShardWork shard = new ShardWork(
            new ShardLease(0, 1, 0), List.of(), List.of(), 0, new LaneWork.Tally(1), new ShardWork.Load());
    private final List<List<StreamQueue>> underWay = new ArrayList<>();
    private final int[][] waiting = new int[TENANTS][TARGETS.size()];
    private final int[][] inFlight = new int[TENANTS][TARGETS.size()];
    private final long[][] served = new long[TENANTS][TARGETS.size()];
    private final long[][] startsSince = new long[TENANTS][TARGETS.size()];
    private final Window[][][] windows = new Window[TARGETS.size()][TENANTS][TENANTS];
    private long ids;
    private String seedName = "";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsTheProportionOfWeightsAndEveryCap(long seed) {
        seedName = "seed " + seed;
        Random random = new Random(seed);
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            weights[tenant] = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1 + random.nextInt(3);
        }
        TenantWeights known = new TenantWeights(tenant -> OptionalInt.of(weights[number(tenant)]), () -> 1, relayClock);
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            known.of(tenant(tenant));
        }
        known.turn();
        Dispatcher dispatcher = new Dispatcher(TARGETS, options, relayClock, known);
        TARGETS.forEach(target -> underWay.add(new ArrayList<>()));

        int greedy = random.nextInt(TENANTS);
        for (int step = 0; step < STEPS; step++) {
            if (step % 20_000 == 0) {
                greedy = random.nextInt(TENANTS);
            }
            arrive(dispatcher, random, greedy);
            end(random);
            pauseSometimes(dispatcher, random);
            clock.advance(Duration.ofMillis(1));
            dispatcher.dispatch(stream -> start(dispatcher, stream));
            checkWindows();
        }

        assertThat(Arrays.stream(served).flatMapToLong(Arrays::stream).sum())
                .as("events started in " + STEPS + " steps, " + seedName)
                .isGreaterThan(STEPS / 2);
    }

    private void arrive(Dispatcher dispatcher, Random random, int greedy) {
        for (int target = 0; target < TARGETS.size(); target++) {
            int tenant = random.nextInt(TENANTS);
            int most = tenant == greedy || tenant == 0 ? 60 : tenant == TENANTS - 1 ? 1 : 25;
            int some = random.nextInt(most) + (tenant == TENANTS - 1 ? 0 : 1);
            while (some-- > 0 && waiting[tenant][target] < most) {
                LaneWork lane = shard.lane(new Lane(0, tenant(tenant), TARGETS.get(target)));
                if (waiting[tenant][target]++ == 0) {
                    startsSince[tenant][target] = 0;
                }
                dispatcher.ready(lane.begin(event()));
            }
        }
    }

    private StoredEvent event() {
        return new StoredEvent(++ids, Optional.empty(), 0, 0, "e-" + ids, "t", 1, PAYLOAD, Instant.EPOCH);
    }

    private void start(Dispatcher dispatcher, StreamQueue stream) {
        int tenant = number(stream.lane().lane().tenant());
        int target = TARGETS.indexOf(stream.lane().lane().target());
        LoneConvoy.leaves(stream.lane());
        waiting[tenant][target]--;
        inFlight[tenant][target]++;
        served[tenant][target]++;
        underWay.get(target).add(stream);
        TargetTerms terms = dispatcher.terms(stream.lane());
        check(inFlight[tenant][target] <= terms.placesPerTenant(), "places of a tenant at a target");
        check(Arrays.stream(inFlight[tenant]).sum() <= PER_TENANT, "places of a tenant");
        check(underWay.get(target).size() <= terms.places(), "places of a target");
        boundOthersWait(tenant, target);
        count(tenant, target);
    }

    /** Who waits with free places sees no more than a round of the others go before. */
    private void boundOthersWait(int tenant, int target) {
        startsSince[tenant][target] = 0;
        for (int other = 0; other < TENANTS; other++) {
            if (other != tenant && mayBeServed(other, target)) {
                int round = Arrays.stream(weights).sum() - weights[other] + weights[tenant];
                check(++startsSince[other][target] <= round, "the wait of tenant " + other);
            } else if (other != tenant) {
                startsSince[other][target] = 0;
            }
        }
    }

    private void count(int tenant, int target) {
        for (int other = 0; other < TENANTS; other++) {
            if (other != tenant) {
                Window low = windows[target][Math.min(tenant, other)][Math.max(tenant, other)];
                if (low != null) {
                    low.started(tenant < other ? 1.0 / weights[tenant] : -1.0 / weights[tenant]);
                    check(low.spread() <= 1 + 1e-9, "shares of " + tenant + " and " + other + " at " + target);
                }
            }
        }
        if (!mayBeServed(tenant, target)) {
            endWindows(tenant);
        }
    }

    private void endWindows(int tenant) {
        for (Window[][] atTarget : windows) {
            for (int other = 0; other < TENANTS; other++) {
                atTarget[Math.min(tenant, other)][Math.max(tenant, other)] = null;
            }
        }
    }

    /** Ends the windows of whom nothing can be started any more, and begins those of pairs that both could be. */
    private void checkWindows() {
        for (int target = 0; target < TARGETS.size(); target++) {
            for (int one = 0; one < TENANTS; one++) {
                for (int two = one + 1; two < TENANTS; two++) {
                    if (!mayBeServed(one, target) || !mayBeServed(two, target)) {
                        windows[target][one][two] = null;
                    } else if (windows[target][one][two] == null) {
                        windows[target][one][two] = new Window();
                    }
                }
            }
        }
    }

    private boolean mayBeServed(int tenant, int target) {
        int perTenant = TargetTerms.of(options, TARGETS.get(target)).placesPerTenant();
        return waiting[tenant][target] > 0
                && inFlight[tenant][target] < perTenant
                && Arrays.stream(inFlight[tenant]).sum() < PER_TENANT - 2 * TARGETS.size();
    }

    private void end(Random random) {
        for (int target = 0; target < TARGETS.size(); target++) {
            boolean dead = TARGETS.get(target).equals("dead");
            List<StreamQueue> going = underWay.get(target);
            int some = dead ? (random.nextInt(500) == 0 ? going.size() : 0) : random.nextInt(4);
            while (some-- > 0 && !going.isEmpty()) {
                StreamQueue stream = going.remove(random.nextInt(going.size()));
                inFlight[number(stream.lane().lane().tenant())][target]--;
                LoneConvoy.ends(stream.lane());
                stream.lane().removeHead(stream);
            }
        }
    }

    private void pauseSometimes(Dispatcher dispatcher, Random random) {
        TargetGate gate = dispatcher.gate("hook");
        if (random.nextInt(5_000) == 0) {
            gate.unusable(relayClock.now(), "401");
        } else {
            gate.answered(relayClock.now());
        }
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(
                    what + " after " + ids + " events, " + seedName + ", weights " + Arrays.toString(weights));
        }
    }

    private static TenantId tenant(int number) {
        return TenantId.of("t-" + number);
    }

    private static int number(TenantId tenant) {
        return Integer.parseInt(tenant.value().substring(2));
    }

    /** How far two tenants' shares drifted apart while both could be served. */
    private static final class Window {
        private double difference;
        private double lowest;
        private double highest;

        private void started(double share) {
            difference += share;
            lowest = Math.min(lowest, difference);
            highest = Math.max(highest, difference);
        }

        /** The largest difference over any window within this one. */
        private double spread() {
            return highest - lowest;
        }
    }
}
