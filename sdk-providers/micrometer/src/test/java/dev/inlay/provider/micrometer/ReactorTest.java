package dev.inlay.provider.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** With the real Reactor and its automatic propagation. */
@Proves("TEN-3")
final class ReactorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int THREADS = 3;
    private static final List<TenantId> TENANTS =
            List.of(TenantId.of("north-clinic"), TenantId.of("NORTH-clinic"), TenantId.of("south-clinic"));

    private final Inlay inlay = InlaySdk.builder()
            .install(InMemoryTenantDirectory.of(
                    "inlay/medisoft/-/north-clinic", "inlay/medisoft/-/NORTH-clinic", "inlay/medisoft/-/south-clinic"))
            .build();
    private final Tenants tenants = inlay.tenants();
    private final Scheduler first = Schedulers.newParallel("first", THREADS);
    private final Scheduler second = Schedulers.newBoundedElastic(THREADS, 1000, "second");

    @BeforeEach
    void carryTheTenant() {
        inlay.start().awaitReady(PATIENCE);
        ContextRegistry.getInstance().registerThreadLocalAccessor(TenantThreadLocalAccessor.of(tenants));
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterEach
    void leaveNothing() {
        Hooks.disableAutomaticContextPropagation();
        ContextRegistry.getInstance().removeThreadLocalAccessor(TenantThreadLocalAccessor.KEY);
        assertThat(tenants.currentIfBound()).isEmpty();
        first.dispose();
        second.dispose();
        inlay.close();
    }

    @Test
    void keepsTenantsApartThatShareEveryThread() throws Exception {
        List<Mono<List<String>>> flows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            flows.add(flow(TENANTS.get(i % TENANTS.size())));
        }

        List<List<String>> seen = Flux.merge(flows).collectList().block(PATIENCE);

        assertThat(seen).hasSize(30).allSatisfy(of -> {
            assertThat(of).hasSize(200);
            assertThat(of.stream().distinct()).hasSize(1);
        });
        assertThat(seen.stream().map(of -> of.get(0)).distinct())
                .containsExactlyInAnyOrder("north-clinic", "NORTH-clinic", "south-clinic");
        assertThat(boundOnEachThreadOf(first)).containsOnly("nothing");
        assertThat(boundOnEachThreadOf(second)).containsOnly("nothing");
    }

    /** Hops between schedulers, waits on timers and merges inner flows; each step looks. */
    private Mono<List<String>> flow(TenantId tenant) {
        return tenants.call(
                tenant,
                () -> Flux.range(0, 50)
                        .publishOn(first)
                        .flatMap(
                                i -> Mono.delay(Duration.ofMillis(i % 3), first).map(tick -> i), 8)
                        .map(i -> tenants.current().id().value())
                        .publishOn(second, 1)
                        .flatMap(id -> Flux.just(id, tenants.current().id().value())
                                .concatWith(Mono.fromSupplier(
                                                () -> tenants.current().id().value())
                                        .subscribeOn(first))
                                .concatWith(Mono.fromCallable(
                                                () -> tenants.current().id().value())
                                        .subscribeOn(second)))
                        .collectList()
                        .contextCapture()
                        .as(ReactorTest::startedNow));
    }

    /** Subscribes at once, while the tenant is bound. */
    private static <T> Mono<T> startedNow(Mono<T> flow) {
        return Mono.fromFuture(flow.toFuture());
    }

    @Test
    void worksWithoutATenantAlsoOnAThreadThatIsBound() {
        Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Disposable platform = sink.asFlux().map(any -> bound()).subscribe(seen::add);
        Disposable south = tenants.call(
                TENANTS.get(2),
                () -> sink.asFlux().map(any -> bound()).contextCapture().subscribe(seen::add));

        tenants.run(TENANTS.get(0), () -> {
            sink.tryEmitNext("go").orThrow();
            assertThat(bound()).isEqualTo("north-clinic");
        });

        assertThat(seen).containsExactly("nothing", "south-clinic");
        platform.dispose();
        south.dispose();
    }

    @Test
    @Proves("TEN-2")
    void failsClosedWhereNothingWasCaptured() {
        Mono<TenantId> flow = Mono.fromSupplier(() -> tenants.current().id()).subscribeOn(first);

        assertThatThrownBy(() -> flow.block(PATIENCE)).isInstanceOf(NoTenantException.class);
    }

    private String bound() {
        return tenants.currentIfBound()
                .map(TenantContext::id)
                .map(TenantId::value)
                .orElse("nothing");
    }

    /** Asks on one thread after the other, until each has answered at least once. */
    private List<String> boundOnEachThreadOf(Scheduler scheduler) throws InterruptedException {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (threads.size() < THREADS && System.nanoTime() < deadline) {
            CountDownLatch told = new CountDownLatch(1);
            scheduler.createWorker().schedule(() -> {
                threads.add(Thread.currentThread().getName());
                seen.add(bound());
                told.countDown();
            });
            assertThat(told.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(threads).hasSize(THREADS);
        return List.copyOf(seen);
    }
}
