package dev.inlay.core.internal.event;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.event.SimulatedReceiver.Temper;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Hosts, two nodes and two or three receivers, of which at least one is usable: tenants, their weights, keys, caps,
 * tempers and everything that happens come from one seed.
 */
final class RelayWorld {

    private static final int MOST_WAITING = 150;
    private static final List<Temper> TEMPERS = List.of(Temper.values());
    private static final List<Temper> USABLE =
            TEMPERS.stream().filter(Temper::isUsable).toList();

    final Simulation simulation = new Simulation();
    final List<SimulatedReceiver> receivers = new ArrayList<>();
    private final Random random;
    private final Outbox outbox;
    private final OutboxStore store;
    private final RelayOptions options;
    private final int tenants;
    private final int[] weights;
    private final List<Open> open = new ArrayList<>();
    private final Map<String, Long> published = new HashMap<>();
    private final Map<String, Long> committed = new HashMap<>();
    private final int keys;
    private int nodes;
    private int takeOvers;
    private int handOvers;
    private long forgotten;
    private final List<Simulation.Node> leaving = new ArrayList<>();

    RelayWorld(long seed) {
        random = new Random(seed);
        tenants = 2 + random.nextInt(4);
        weights = random.ints(tenants, 1, 9).toArray();
        keys = 6 + random.nextInt(10);
        simulation.weights =
                tenant -> OptionalInt.of(weights[Integer.parseInt(tenant.value().substring(2))]);
        receivers.add(new SimulatedReceiver("erp", any(USABLE), simulation, random));
        for (String target : List.of("hook", "bus").subList(0, 1 + random.nextInt(2))) {
            Temper temper = any(TEMPERS);
            receivers.add(new SimulatedReceiver(target, temper, simulation, random));
        }
        outbox = new Outbox(
                simulation.clock,
                1 + random.nextInt(4),
                receivers.stream().map(SimulatedReceiver::target).toArray(String[]::new));
        store = FlakyStore.around(outbox.store, random, random.nextInt(3) * 0.005);
        options = options();
        simulation.lateAnswers = random.nextInt(3) * 0.1;
        simulation.meanwhile = this::publishSome;
        startNode();
        startNode();
    }

    private RelayOptions options() {
        int perTarget = 2 + random.nextInt(14);
        RelayOptions.Builder builder = RelayOptions.builder()
                .retry(2 + random.nextInt(4), Duration.ofMillis(50), Duration.ofSeconds(1))
                .inFlight(perTarget, receivers.size() + random.nextInt(perTarget))
                .sendTimeout(Duration.ofMillis(1_000 + random.nextInt(1_000)))
                .completion(1 + random.nextInt(20), Duration.ofMillis(5))
                .buffer(10 + random.nextInt(50), 50 + random.nextInt(200));
        for (SimulatedReceiver receiver : receivers) {
            TargetPolicy.Builder policy = TargetPolicy.builder().pauses(Duration.ofMillis(200), Duration.ofSeconds(1));
            if (random.nextBoolean()) {
                policy.mostInFlight(2 + random.nextInt(6));
            }
            if (random.nextBoolean()) {
                policy.mostInFlightPerTenant(1 + random.nextInt(2));
            }
            builder.target(receiver.target(), policy.build());
        }
        return builder.build();
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void startNode() {
        int number = nodes++;
        simulation.node("node-" + number, store, options, random.nextLong(), receivers.toArray(EventTransport[]::new));
    }

    /** Lets hosts publish, nodes die, and an operator replay. Answers how many turns nodes took. */
    long live(long turns) {
        long done = 0;
        while (done < turns) {
            publishSome();
            done += simulation.steps(Duration.ofMillis(1 + random.nextInt(10)));
            if (random.nextInt(60) == 0) {
                outbox.parked(20).forEach(outbox::replay);
            }
            if (random.nextInt(1_500) == 0) {
                kill(simulation.nodes.remove(random.nextInt(2)));
                startNode();
            }
            if (random.nextInt(300) == 0) {
                comeOrGo();
            }
            if (random.nextInt(50) == 0) {
                boolean hang = random.nextBoolean();
                simulation.nodes.forEach(node -> node.completionsHang(hang));
            }
            letGo();
        }
        simulation.nodes.forEach(node -> node.completionsHang(false));
        simulation.meanwhile = () -> {};
        List.copyOf(open).forEach(this::commit);
        return done;
    }

    private void kill(Simulation.Node node) {
        takeOvers++;
        forgotten += node.core.health().unacknowledged();
        node.halt();
    }

    /** A third node comes, or one of three goes in good order. */
    private void comeOrGo() {
        if (simulation.nodes.size() == 2) {
            startNode();
        } else if (leaving.isEmpty()) {
            Simulation.Node node = any(simulation.nodes);
            node.core.drain();
            leaving.add(node);
        }
    }

    private void letGo() {
        leaving.retainAll(simulation.nodes);
        for (Simulation.Node node : List.copyOf(leaving)) {
            node.ringLease();
            if (node.parts.keeper().hasLeft()) {
                simulation.nodes.remove(node);
                leaving.remove(node);
                handOvers++;
            }
        }
        if (simulation.nodes.size() < 2) {
            startNode();
        }
    }

    /** Up to four transactions stay open, and are committed in any order, but for some that roll back. */
    private void publishSome() {
        SimulatedReceiver receiver = receivers.get(random.nextInt(receivers.size()));
        int key = random.nextInt(keys);
        if (waiting(receiver) < MOST_WAITING && open.stream().noneMatch(other -> other.key == key)) {
            Connection tx = outbox.begin();
            int events = 1 + random.nextInt(3);
            boolean keyed = random.nextInt(4) > 0;
            for (int i = 0; i < events; i++) {
                List<Lane> lanes =
                        outbox.append(tx, TenantId.of("t-" + key % tenants), event(receiver, keyed ? "k-" + key : ""));
                if (random.nextBoolean()) {
                    simulation.nodes.forEach(node -> node.wrote(lanes));
                }
            }
            published.merge(receiver.target(), (long) events, Long::sum);
            open.add(new Open(tx, key, receiver.target(), keyed, events));
        }
        if (open.size() > 4) {
            commit(open.get(random.nextInt(open.size())));
        }
    }

    private ErpEvent event(SimulatedReceiver receiver, String key) {
        ErpEvent.Builder event = ErpEvent.builder("claim.submitted", "1").target(receiver.target());
        if (!key.isEmpty()) {
            event.key(key);
        }
        if (random.nextInt(10) == 0) {
            event.delay(Duration.ofMillis(random.nextInt(200)));
        }
        return event.build();
    }

    private long waiting(SimulatedReceiver receiver) {
        return published.getOrDefault(receiver.target(), 0L) - receiver.taken();
    }

    private void commit(Open one) {
        open.remove(one);
        Outbox.commit(one.tx);
        if (random.nextBoolean()) {
            simulation.nodes.forEach(node -> node.wakes.signal());
        }
        committed.merge(one.target, (long) one.events, Long::sum);
        if (one.keyed) {
            committed.merge(one.target + "/k-" + one.key, (long) one.events, Long::sum);
        }
    }

    /** Whether everything for a receiver was taken. */
    boolean isServed(SimulatedReceiver receiver) {
        return receiver.taken() == committed.getOrDefault(receiver.target(), 0L);
    }

    /** Whether nothing waits or is parked any more; has what is parked tried again. */
    boolean isEmpty() {
        outbox.replayAll();
        return outbox.pending() == 0
                && outbox.parked() == 0
                && receivers.stream().allMatch(this::isServed);
    }

    /** Whether the last number of each key is the number of its events. */
    boolean isComplete(SimulatedReceiver receiver) {
        for (int key = 0; key < keys; key++) {
            String name = "k-" + key;
            if (receiver.lastOf(name) != committed.getOrDefault(receiver.target() + "/" + name, 0L)) {
                return false;
            }
        }
        return true;
    }

    /** How many events killed nodes had delivered and not removed. */
    long forgotten() {
        return forgotten;
    }

    int takeOvers() {
        return takeOvers;
    }

    /** How many nodes went in good order. */
    int handOvers() {
        return handOvers;
    }

    @Override
    public String toString() {
        return receivers.stream()
                        .map(receiver -> receiver.target() + " " + receiver.temper() + " "
                                + TargetTerms.of(options, receiver.target()))
                        .toList()
                + ", per tenant " + options.perTenant() + ", weights " + Arrays.toString(weights);
    }

    private record Open(Connection tx, int key, String target, boolean keyed, int events) {}
}
