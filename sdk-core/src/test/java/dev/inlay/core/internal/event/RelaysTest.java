package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine over several databases, on its own threads. */
@Proves("TEN-5")
final class RelaysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<String> LOOKS = Set.of("lanes", "read", "readAll");
    private static final TenantContext NORTH = Outbox.context("north", "a");
    private static final TenantContext SOUTH = Outbox.context("south", "b");

    /** Looks at the store at the start and when told, so that a delivery shows who was told. */
    private static final RelayOptions TOLD = RelayOptions.builder()
            .retry(1, Duration.ofMillis(1), Duration.ofMillis(1))
            .poll(Duration.ofHours(1), Duration.ofHours(1))
            .build();

    private final Outbox a = new Outbox(InstantSource.system(), 2, "erp");
    private final Outbox b = new Outbox(InstantSource.system(), 2, "erp");
    private final Growing outboxes = new Growing();
    private final RecordingTransport erp = RecordingTransport.to("erp");
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private TenantContext bound = NORTH;
    private final EventEngine engine = EventEngine.builder(() -> bound, outboxes)
            .nodeId("node")
            .options(TOLD)
            .transports(List.of(erp), List.of())
            .threads(purpose -> task -> {
                Thread thread = new Thread(task, "test-" + purpose);
                thread.setDaemon(true);
                threads.add(thread);
                return thread;
            })
            .build();

    @AfterEach
    void halt() {
        engine.halt();
    }

    @Test
    void wakesTheRelayOfTheTenantsDatabaseOnly() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        outboxes.add("a", a).add("b", b);
        outboxes.stores.put("b", Intercepted.store(b.store, (method, args) -> {
            if (LOOKS.contains(method)) {
                looks.incrementAndGet();
            }
            return null;
        }));
        engine.start();
        until(() -> engine.health().nodes() == 1 && engine.health().shards() == 4);
        publish(NORTH, a);
        erp.awaitDelivered(1, PATIENCE);
        until(() -> a.pending() == 0 && looks.get() > 0);
        untilStill(looks);

        publishUntold(SOUTH, b);
        publish(NORTH, a);

        erp.awaitDelivered(2, PATIENCE);
        assertThat(erp.delivered()).extracting(event -> event.tenant().value()).containsExactly("north", "north");
        engine.signal(SOUTH);
        erp.awaitDelivered(3, PATIENCE);
        until(() -> b.pending() == 0);
    }

    @Test
    void findsADatabaseThatIsAddedLaterAlsoAfterTheListFailed() throws Exception {
        outboxes.add("a", a);
        engine.start();
        b.publish("k", 1);

        outboxes.failing = true;
        until(() -> engine.health().faults().stream().anyMatch(fault -> fault.contains("list is down")));
        outboxes.add("b", b);
        outboxes.failing = false;

        erp.awaitDelivered(1, PATIENCE);
        until(() -> engine.health().isReady());
    }

    @Test
    void namesThreadsAndFaultsAfterTheirDatabase() {
        outboxes.add("a", a);
        outboxes.stores.put("b", FlakyStore.around(b.store, new Random(1), 1));

        engine.start();

        until(() -> engine.health().faults().stream().anyMatch(fault -> fault.startsWith("b: ")));
        assertThat(engine.health().isReady()).isFalse();
        assertThat(threads)
                .extracting(Thread::getName)
                .contains("test-databases", "test-relay.a", "test-relay.b", "test-lease.a", "test-lease.b");
    }

    @Test
    void showsBacklogAndParkedEventsOfAllAndReplaysWhereTheyAre() throws Exception {
        erp.answering(event -> DeliveryOutcome.refused("no"));
        outboxes.add("a", a).add("b", b);
        engine.start();
        publish(SOUTH, b);
        publish(NORTH, a);
        until(() -> all(after -> engine.operations().parked(EventFilter.all(), after, 1))
                        .size()
                == 2);

        assertThat(all(after -> engine.operations().status(EventFilter.all(), after, 1)))
                .extracting(
                        TargetStatus::database,
                        TargetStatus::tenant,
                        status -> status.parked().rows())
                .containsExactlyInAnyOrder(tuple("a", NORTH.id(), 1L), tuple("b", SOUTH.id(), 1L));
        erp.delivering();
        ReplayResult replayed = engine.operations().replay(Replay.tenant(SOUTH.id()), Act.of("ann", "mended"));

        assertThat(replayed.events()).isEqualTo(1);
        erp.awaitDelivered(1, PATIENCE);
        assertThat(erp.delivered()).extracting(event -> event.tenant()).containsExactly(SOUTH.id());
        assertThat(a.parked()).isEqualTo(1);
    }

    @Test
    void writesNothingForATenantWithoutAPlacement() throws Exception {
        outboxes.add("a", a);
        engine.start();
        bound = Outbox.context("lost", "nowhere");

        try (Connection tx = a.begin()) {
            assertThatThrownBy(() -> engine.publish(tx, Outbox.keyed("k", 1))).isInstanceOf(StoreException.class);
            tx.commit();
        }

        assertThat(a.pending()).isZero();
    }

    @Test
    void drainsAllAtOnceAndLeavesNoThread() {
        outboxes.add("a", a).add("b", b);
        engine.start();
        until(() -> engine.health().shards() == 4);

        engine.close(Duration.ofSeconds(5));

        until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(a.store.lease("other", 2, Duration.ofSeconds(5))).hasSize(2);
        assertThat(b.store.lease("other", 2, Duration.ofSeconds(5))).hasSize(2);
    }

    private void publish(TenantContext tenant, Outbox outbox) throws Exception {
        publishUntold(tenant, outbox);
        engine.signal(tenant);
    }

    private void publishUntold(TenantContext tenant, Outbox outbox) {
        outbox.publish(tenant.id(), Outbox.keyed("k", 1));
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until nothing more is counted. */
    private static void untilStill(AtomicInteger count) {
        int last;
        do {
            last = count.get();
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        } while (count.get() != last);
    }

    private static <T> List<T> all(Function<String, Page<T>> list) {
        List<T> all = new ArrayList<>();
        String after = "";
        do {
            Page<T> page = list.apply(after);
            all.addAll(page.items());
            after = page.next().orElse("");
        } while (!after.isEmpty());
        return all;
    }

    /** Databases by placement, which are also their names. */
    private static final class Growing implements Outboxes {

        final Map<String, OutboxStore> stores = new ConcurrentHashMap<>();
        volatile boolean failing;

        final Map<String, OutboxOperations> operations = new ConcurrentHashMap<>();

        Growing add(String placement, Outbox outbox) {
            operations.put(placement, outbox.store.operations());
            stores.put(placement, outbox.store);
            return this;
        }

        @Override
        public OutboxStore of(TenantContext tenant) {
            OutboxStore store = stores.get(tenant.profile().placement());
            if (store == null) {
                throw new StoreException("placement.unknown", false, "unknown", null);
            }
            return store;
        }

        @Override
        public Collection<Named> all() {
            if (failing) {
                throw new IllegalStateException("the list is down");
            }
            return stores.entrySet().stream()
                    .map(entry -> new Named(entry.getKey(), entry.getValue(), () -> operations.get(entry.getKey())))
                    .toList();
        }

        @Override
        public boolean mayChange() {
            return true;
        }
    }
}
