package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.LaneStart;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamStart;
import dev.inlay.testkit.contracts.Proves;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a relay holds and fetches, whatever waits. */
@Proves("EVT-3")
final class RelayMemoryTest {

    private static final int KIB = 1_024;
    private static final Duration DAY = Duration.ofDays(1);

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");
    private final List<Long> fetched = new ArrayList<>();
    private final List<WeakReference<StoredEvent>> shown = new ArrayList<>();
    private final OutboxStore watched = Intercepted.store(outbox.store, this::watch);

    @Test
    void holdsNoMoreThanItMayWhenATargetThatWasDownForLongTakesEventsAgain() {
        RelayOptions small = RelayOptions.builder().buffer(100, 150).build();
        erp.answers(event -> DeliveryOutcome.retry("down", Duration.ofMinutes(1)));
        for (int i = 0; i < 50; i++) {
            outbox.publish("k-" + i, 60);
        }
        Simulation.Node node = simulation.node("a", outbox.store, small, 1, erp);
        simulation.run(Duration.ofSeconds(50));
        int[] most = {0};
        int[] taken = {0};
        erp.answers(event -> {
            taken[0]++;
            return DeliveryOutcome.delivered();
        });

        simulation.runUntil(
                () -> {
                    most[0] = Math.max(most[0], node.core.health().buffered());
                    return taken[0] == 3_000;
                },
                Duration.ofSeconds(30));

        assertThat(most[0]).isBetween(50, 200);
        assertThat(erp.firstTimes("k-0")).hasSize(60).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot", "hot backlog", "announced", "loose"})
    void deliversNoMoreOfALaneThanItMayRememberWhileNothingIsRemoved(String how) {
        Simulation.Node node =
                simulation.node("a", outbox.store, remembersHundred().build(), 1, erp);
        simulation.run(Duration.ofSeconds(1));
        node.completionsHang(true);

        for (int i = 0; i < 400; i++) {
            Connection tx = outbox.begin();
            List<Lane> lanes =
                    outbox.append(tx, Outbox.NORTH, how.startsWith("hot") ? Outbox.keyed("hot", i) : Outbox.loose(i));
            if (how.equals("announced")) {
                node.wrote(lanes);
            }
            Outbox.commit(tx);
            if (!how.endsWith("backlog")) {
                node.wakes.signal();
                simulation.run(Duration.ofMillis(2));
            }
        }
        simulation.run(Duration.ofMinutes(1));
        int before = erp.seen().size();
        outbox.publish(TenantId.of("south"), Outbox.loose(1));
        simulation.run(Duration.ofSeconds(1));
        int withSouth = erp.seen().size();
        node.completionsHang(false);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(1));

        assertThat(before).as("sent while nothing is removed").isBetween(100, 150);
        assertThat(withSouth).as("with an event of somebody else").isEqualTo(before + 1);
        assertThat(erp.seen()).extracting(OutboundEvent::eventId).hasSize(401).doesNotHaveDuplicates();
        assertThat(erp.firstTimes("hot"))
                .hasSize(how.startsWith("hot") ? 400 : 0)
                .isSorted();
    }

    @Test
    void deliversNoMoreInAllThanItMayRememberWhileNothingIsRemoved() {
        Simulation.Node node = simulation.node(
                "a", outbox.store, remembersHundred().buffer(25, 50).build(), 1, erp);
        simulation.run(Duration.ofSeconds(1));
        node.completionsHang(true);
        for (int i = 0; i < 2_000; i++) {
            outbox.publish(TenantId.of("t-" + i % 20), Outbox.loose(i));
        }

        simulation.run(Duration.ofMinutes(1));
        int before = erp.seen().size();
        node.completionsHang(false);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(1));

        assertThat(before).as("sent while nothing is removed").isBetween(200, 700);
        assertThat(erp.seen()).hasSize(2_000);
    }

    @Test
    void readsOnAtOnceWhenSomeAreRemoved() {
        Duration never = Duration.ofHours(1);
        for (int i = 0; i < 400; i++) {
            outbox.publish(Outbox.NORTH, Outbox.loose(i));
        }
        simulation.longestCalls.put("erp", 1L);
        Simulation.Node node = simulation.node(
                "a", outbox.store, remembersHundred().poll(never, never).build(), 1, erp);

        node.completionsHang(true);
        simulation.run(Duration.ofSeconds(1));
        int before = erp.seen().size();

        node.completionsHang(false);
        simulation.run(Duration.ofMillis(100));

        assertThat(before).isBetween(100, 150);
        assertThat(outbox.pending()).isZero();
    }

    private static RelayOptions.Builder remembersHundred() {
        return RelayOptions.builder().buffer(25, 500).completion(10, Duration.ofMillis(5));
    }

    @Test
    void fetchesFewOfLargeEventsAtOnceFromTheFirstQuestionOn() {
        for (int i = 0; i < 300; i++) {
            outbox.publish(Outbox.NORTH, large(i, 100 * KIB));
        }
        simulation.node("a", watched, RelayOptions.defaults(), 1, erp);

        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(1));

        assertThat(fetched).isNotEmpty().allSatisfy(bytes -> assertThat(bytes).isLessThan(8L * KIB * KIB));
    }

    @Test
    void holdsNoMoreBytesThanItMay() {
        RelayOptions small = RelayOptions.builder().bufferBytes(4L * KIB * KIB).build();
        erp.answers(event -> DeliveryOutcome.retry("down", Duration.ofMinutes(1)));
        for (int i = 0; i < 300; i++) {
            outbox.publish(Outbox.NORTH, large(i, 100 * KIB));
        }
        Simulation.Node node = simulation.node("a", outbox.store, small, 1, erp);

        simulation.run(Duration.ofSeconds(50));
        int held = node.core.health().buffered();
        erp.answers(event -> DeliveryOutcome.delivered());
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(5));

        assertThat(held).isBetween(10, 45);
        assertThat(erp.seen().stream().map(event -> event.eventId()).distinct()).hasSize(300);
    }

    @Test
    void asksForFewerEventsWhenTheyWereTooManyToRead() {
        int[] most = {Integer.MAX_VALUE};
        OutboxStore tight = Intercepted.store(outbox.store, (method, args) -> {
            long asked = limit(method, args);
            if (asked > most[0]) {
                throw new OutOfMemoryError("for " + asked + " events");
            }
            return null;
        });
        for (int i = 0; i < 5_000; i++) {
            outbox.publish(Outbox.NORTH, Outbox.loose(i));
        }
        Simulation.Node node = simulation.node("a", tight, RelayOptions.defaults(), 1, erp);
        simulation.runUntil(() -> erp.seen().size() > 2_000, Duration.ofMinutes(1));

        most[0] = 50;
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(5));

        assertThat(node.core.health().buffered()).isZero();
    }

    @Test
    void forgetsTheEventsOfAShardThatBeganAnewThoughSomeHadToWaitForLong() {
        outbox.publish("parked", 1);
        erp.answers(event -> DeliveryOutcome.refused("422"));
        simulation.node("a", watched, RelayOptions.defaults(), 1, erp);
        simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(10));
        erp.answers(event -> DeliveryOutcome.retry("busy", DAY));
        outbox.publish("waits", 50);
        simulation.run(Duration.ofSeconds(10));

        for (int i = 0; i < 20; i++) {
            outbox.replayAll();
            simulation.nodes.get(0).ringLease();
            erp.answers(event -> event.key().get().equals("parked")
                    ? DeliveryOutcome.refused("422")
                    : DeliveryOutcome.retry("busy", DAY));
            simulation.runUntil(() -> outbox.parked() == 1, Duration.ofSeconds(10));
        }

        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (alive() > 200 && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(shown).hasSizeGreaterThan(1_000);
        assertThat(alive()).isLessThanOrEqualTo(200);
    }

    private long alive() {
        return shown.stream().filter(event -> event.get() != null).count();
    }

    private static ErpEvent large(int number, int bytes) {
        return ErpEvent.builder("claim.seen", "\"" + number + "x".repeat(bytes) + "\"")
                .build();
    }

    /** Answers with copies, so that nobody but the relay holds them. */
    private @Nullable Object watch(String method, Object[] args) {
        return switch (method) {
            case "read" -> shown(outbox.store.read((Lane) args[0], (long) args[1], (int) args[2]));
            case "readAll" ->
                outbox.store.readAll(starts(args)).stream().map(this::shown).toList();
            default -> null;
        };
    }

    private List<StoredEvent> shown(List<StoredEvent> page) {
        fetched.add(
                page.stream().mapToLong(event -> event.payload().bytes().length).sum());
        List<StoredEvent> copies = page.stream()
                .map(event -> event.inForm(event.version(), event.payload()))
                .toList();
        copies.forEach(event -> shown.add(new WeakReference<>(event)));
        return copies;
    }

    @SuppressWarnings("unchecked")
    private static List<LaneStart> starts(Object[] args) {
        return (List<LaneStart>) args[0];
    }

    private static long limit(String method, Object[] args) {
        return switch (method) {
            case "read" -> (int) args[2];
            case "readAll" ->
                starts(args).stream().mapToLong(LaneStart::limit).max().orElse(0);
            case "readStreams" ->
                ((Collection<?>) args[0])
                        .stream()
                                .mapToLong(start -> ((StreamStart) start).limit())
                                .max()
                                .orElse(0);
            default -> 0;
        };
    }
}
