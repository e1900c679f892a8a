package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.event.Act;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine on its own threads. */
final class EventEngineTest {

    private static final RelayOptions QUICK = RelayOptions.builder()
            .lease(Duration.ofMillis(600), Duration.ofMillis(100), Duration.ofMillis(50))
            .retry(10, Duration.ofMillis(10), Duration.ofMillis(50))
            .poll(Duration.ofMillis(5), Duration.ofMillis(50))
            .build();

    private final Outbox outbox = new Outbox(InstantSource.system(), 4, "erp");
    private final Receiver erp = new Receiver("erp");
    private final List<EventEngine> engines = new ArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        engines.forEach(EventEngine::halt);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves("EVT-2")
    void keepsTheOrderOfAKeyThatManyWritersPublish(boolean virtualThreads) throws Exception {
        EventEngine engine = engine("a", outbox.store, options(virtualThreads), erp);
        engine.start();
        int writers = 4;
        int each = 100;

        ExecutorService hosts = Executors.newFixedThreadPool(writers);
        List<Future<?>> done = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            Random random = new Random(writer);
            done.add(hosts.submit(() -> {
                for (int i = 0; i < each; i++) {
                    try (Connection tx = outbox.begin()) {
                        engine.publish(tx, Outbox.keyed("k-" + random.nextInt(3), i));
                        tx.commit();
                    }
                    engine.signal();
                }
                return null;
            }));
        }
        for (Future<?> writer : done) {
            writer.get(30, TimeUnit.SECONDS);
        }
        hosts.shutdown();
        until(() -> outbox.pending() == 0);

        assertThat(erp.seen()).hasSize(writers * each);
        for (int key = 0; key < 3; key++) {
            assertThat(erp.firstTimes("k-" + key)).isSorted().startsWith(1L);
        }
    }

    @Test
    void findsACommitThatNobodySignals() {
        EventEngine engine = engine("a", outbox.store, QUICK, erp);
        engine.start();

        outbox.publish("c-1", 1);

        until(() -> erp.seen().size() == 1);
        assertThat(engine.health().isReady()).isTrue();
    }

    @Test
    void deliversDespiteATransportThatThrowsAnswersNullAndDies() {
        AtomicInteger calls = new AtomicInteger();
        EventTransport liar = transport("erp", event -> {
            switch (calls.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("broken");
                case 2 -> throw new NoClassDefFoundError("gone");
                case 3 -> throw new InterruptedException();
                case 4 -> {
                    return nothing();
                }
                case 5 -> {
                    return DeliveryOutcome.retry("busy", Duration.ofSeconds(-5));
                }
                default -> {
                    return erp.deliver(event);
                }
            }
        });
        EventEngine engine = engine("a", outbox.store, QUICK, liar);
        engine.start();

        outbox.publish("c-1", 3);

        until(() -> outbox.pending() == 0);
        assertThat(erp.firstTimes("c-1")).containsExactly(1L, 2L, 3L);
        assertThat(erp.seen().get(0).attempt()).isEqualTo(6);
    }

    @Test
    void isNotStoppedByATransportThatNeverReturns() {
        CountDownLatch never = new CountDownLatch(1);
        Outbox two = new Outbox(InstantSource.system(), 2, "erp", "hanging");
        EventTransport hanging = transport("hanging", event -> {
            boolean interrupted = false;
            while (!interrupted || never.getCount() > 0) {
                try {
                    never.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return DeliveryOutcome.delivered();
        });
        RelayOptions impatient = RelayOptions.builder()
                .sendTimeout(Duration.ofSeconds(2))
                .retry(100, Duration.ofSeconds(30), Duration.ofSeconds(30))
                .build();
        EventEngine engine = engine("a", two.store, impatient, erp, hanging);
        engine.start();

        two.publish("c-1", 20);

        until(() -> erp.seen().size() == 20);
        until(() -> engine.health().stuckAt().equals(Map.of("hanging", 1)));
        assertThat(engine.operations().status(EventFilter.all(), "", 10).items())
                .extracting(TargetStatus::target, TargetStatus::stuck)
                .contains(tuple("hanging", 1));
        assertThat(erp.firstTimes("c-1")).hasSize(20).isSorted();
        assertThat(two.pending()).isGreaterThanOrEqualTo(20);
        never.countDown();
        until(() -> engine.health().stuck() == 0);
    }

    @Test
    void goesOnWhateverTheStoreDoes() {
        OutboxStore flaky = FlakyStore.around(outbox.store, new Random(7), 0.1);
        EventEngine engine = engine("a", flaky, QUICK, erp);
        engine.start();

        outbox.publish("c-1", 50);

        until(() -> outbox.pending() == 0);
        assertThat(erp.firstTimes("c-1")).hasSize(50).isSorted();
        assertThat(erp.seen())
                .as("acknowledged events are not sent again by the same node")
                .hasSize(50);
    }

    @Test
    void anotherEngineTakesOverFromAHaltedOne() {
        CountDownLatch never = new CountDownLatch(1);
        EventTransport sticking = transport("erp", event -> {
            if (erp.seen().size() >= 50) {
                never.await();
            }
            return erp.deliver(event);
        });
        EventEngine first = engine("first", outbox.store, QUICK, sticking);
        first.start();
        outbox.publish("c-1", 200);
        until(() -> erp.seen().size() >= 50);
        first.halt();
        int halted = erp.seen().size();
        EventEngine second = engine("second", outbox.store, QUICK, erp);

        second.start();

        until(() -> outbox.pending() == 0);
        assertThat(new HashSet<>(erp.payloads())).hasSize(200);
        assertThat(erp.firstTimes("c-1")).isSorted();
        assertThat(first.health().phase()).isEqualTo(RelayHealth.Phase.HALTED);
        assertThat(halted).isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesInGoodOrder(boolean virtualThreads) throws Exception {
        EventEngine engine = engine("a", outbox.store, options(virtualThreads), erp);
        engine.start();
        outbox.publish("c-1", 100);
        until(() -> erp.seen().size() >= 10);

        engine.close(Duration.ofSeconds(10));
        long left = outbox.pending();

        assertThat(erp.seen()).as("what was sent was removed").hasSize((int) (100 - left));
        assertThat(outbox.store.lease("other", 4, Duration.ofSeconds(1)))
                .as("every shard is free")
                .hasSize(4);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void interruptsWhatIsStillAtWorkWhenTheTimeToCloseIsOver() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        EventTransport slow = transport("erp", event -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return DeliveryOutcome.delivered();
        });
        EventEngine engine = engine("a", outbox.store, options(false), slow);
        engine.start();
        outbox.publish("c-1", 1);
        until(() -> entered.getCount() == 0 && engine.health().inFlight() == 1);

        engine.close(Duration.ofMillis(50));

        until(() -> interrupted.getCount() == 0);
        untilEveryShardIsFree();
        assertThat(outbox.pending()).isEqualTo(1);
    }

    @Test
    void tellsOperatorsWhatIsOnItsWayByTargetAndByShard() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        EventTransport slow = transport("erp", event -> {
            entered.countDown();
            answered.await();
            return DeliveryOutcome.delivered();
        });
        EventEngine engine = engine("a", outbox.store, options(false), slow);
        engine.start();
        outbox.publish("c-1", 1);
        until(() -> entered.getCount() == 0 && engine.health().inFlight() == 1);

        List<ShardStatus> shards = engine.operations().shards();
        List<TargetStatus> targets =
                engine.operations().status(EventFilter.all(), "", 10).items();
        answered.countDown();

        assertThat(shards)
                .allSatisfy(shard -> assertThat(shard.inFlight())
                        .isEqualTo((int) shard.waiting().rows()));
        assertThat(shards.stream().mapToInt(ShardStatus::inFlight).sum()).isEqualTo(1);
        assertThat(targets).extracting(TargetStatus::inFlight).containsExactly(1);
    }

    @Test
    void countsNoAttemptThatOnlyClosingInterrupted() {
        EventTransport slow = transport("erp", event -> {
            try {
                new CountDownLatch(1).await();
                return DeliveryOutcome.delivered();
            } catch (InterruptedException e) {
                return DeliveryOutcome.retry("interrupted");
            }
        });
        RelayOptions once = RelayOptions.builder()
                .retry(1, Duration.ofMillis(10), Duration.ofMillis(50))
                .build();
        EventEngine engine = engine("a", outbox.store, once, slow);
        engine.start();
        outbox.publish("c-1", 2);
        until(() -> engine.health().inFlight() == 1);

        engine.close(Duration.ofMillis(50));

        untilEveryShardIsFree();
        assertThat(outbox.parked()).isZero();
        assertThat(outbox.pending()).isEqualTo(2);
    }

    /** Given back, or else at the end of its lease. */
    private void untilEveryShardIsFree() {
        until(() -> outbox.store.lease("other", 4, Duration.ofSeconds(1)).size() == 4);
    }

    @Test
    @Proves("EVT-5")
    void replaysWhatWasParked() {
        erp.answers(event -> DeliveryOutcome.refused("422"));
        EventEngine engine = engine("a", outbox.store, RelayOptions.defaults(), erp);
        engine.start();
        outbox.publish("c-1", 3);
        until(() -> outbox.parked() == 3);
        erp.answers(event -> DeliveryOutcome.delivered());

        ReplayResult moved =
                engine.operations().replay(Replay.stream(Outbox.NORTH, "erp", "c-1"), Act.of("ann", "mended"));

        until(() -> outbox.pending() == 0 && outbox.parked() == 0);
        assertThat(moved.events()).isEqualTo(3);
        assertThat(erp.firstTimes("c-1")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void isIdleWithoutATransport() {
        EventEngine engine = engine("a", outbox.store, QUICK);

        engine.start();

        assertThat(engine.health().phase()).isEqualTo(RelayHealth.Phase.IDLE);
        assertThat(engine.health().isReady()).isTrue();
        assertThat(threads).isEmpty();
    }

    @Test
    void readsTheLanesItKnowsWhileAskingForTheOthersHangs() {
        CountDownLatch released = new CountDownLatch(1);
        AtomicBoolean hang = new AtomicBoolean();
        AtomicBoolean hangs = new AtomicBoolean();
        OutboxStore slow = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("lanes") && hang.get()) {
                hangs.set(true);
                await(released);
            }
            return null;
        });
        engine("a", slow, QUICK, erp).start();
        outbox.publish("c-1", 1);
        until(() -> erp.seen().size() == 1);

        hang.set(true);
        until(hangs::get);
        outbox.publish("c-1", 1);

        until(() -> erp.seen().size() == 2);
        released.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private EventEngine engine(String node, OutboxStore store, RelayOptions options, EventTransport... transports) {
        InMemoryOutboxStore own = store instanceof InMemoryOutboxStore memory ? memory : outbox.store;
        EventEngine engine = EventEngine.builder(
                        () -> Outbox.NORTH_CONTEXT, Outboxes.one(() -> store, own.operations()))
                .nodeId(node)
                .options(options)
                .threads(purpose -> task -> {
                    Thread thread = new Thread(task, "test-" + purpose);
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                })
                .transports(List.of(transports), List.of())
                .build();
        engines.add(engine);
        return engine;
    }

    private static RelayOptions options(boolean virtualThreads) {
        return RelayOptions.builder()
                .poll(Duration.ofMillis(5), Duration.ofMillis(50))
                .virtualThreads(virtualThreads)
                .build();
    }

    @SuppressWarnings("NullAway")
    private static DeliveryOutcome nothing() {
        return null;
    }

    private static EventTransport transport(String target, Delivery delivery) {
        return new EventTransport() {
            @Override
            public String target() {
                return target;
            }

            @Override
            public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
                return delivery.deliver(event);
            }
        };
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @FunctionalInterface
    private interface Delivery {
        DeliveryOutcome deliver(OutboundEvent event) throws Exception;
    }
}
