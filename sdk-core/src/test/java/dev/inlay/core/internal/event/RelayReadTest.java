package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.LaneStart;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamStart;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay makes of pages that were read while it went on. */
@Proves("EVT-2")
final class RelayReadTest {

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 1, "erp");
    private final Receiver erp = new Receiver("erp");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNothingAgainThatAPageStillShowsThoughItIsGoneMeanwhile(boolean delivered) {
        Simulation.Node[] node = new Simulation.Node[1];
        OutboxStore stale = Intercepted.store(outbox.store, (method, args) -> {
            if (!method.equals("read")) {
                return null;
            }
            List<StoredEvent> page = outbox.store.read((Lane) args[0], (long) args[1], (int) args[2]);
            node[0].parts.completions().turn();
            node[0].parts.setbacks().turn();
            return page;
        });
        erp.answers(event -> delivered ? DeliveryOutcome.delivered() : DeliveryOutcome.refused("422"));
        node[0] = simulation.node("a", stale, RelayOptions.defaults(), 1, erp);

        for (int i = 0; i < 200; i++) {
            outbox.publish(Outbox.NORTH, Outbox.loose(i));
            node[0].wakes.signal();
            simulation.run(Duration.ofMillis(3));
        }
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(10));

        assertThat(erp.seen()).extracting(OutboundEvent::eventId).hasSize(200).doesNotHaveDuplicates();
        assertThat(outbox.parked()).isEqualTo(delivered ? 0 : 200);
    }

    @Test
    void takesALongStreamUpWhereItWasLeftInsteadOfReadingTheLaneAgain() {
        AtomicLong rows = new AtomicLong();
        OutboxStore counting = counting(outbox.store, rows);
        RelayOptions small = RelayOptions.builder().buffer(50, 100).build();
        outbox.publish("hot", 6_000);
        outbox.publish("other", 100);

        simulation.node("a", counting, small, 1, erp);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofHours(1));

        assertThat(erp.firstTimes("hot")).hasSize(6_000).isSorted();
        assertThat(erp.seen()).hasSize(6_100);
        assertThat(rows.get())
                .as("rows read for 6,100 deliveries, of which a sweep may read each several times")
                .isLessThan(50 * 6_100);
    }

    @Test
    void readsALaneThatABlockedStreamFillsEverMoreRarely() {
        AtomicLong rows = new AtomicLong();
        RelayOptions small = RelayOptions.builder().buffer(50, 100).build();
        outbox.publish("stuck", 5_000);
        erp.answers(event -> DeliveryOutcome.retry("down", Duration.ofMinutes(50)));
        simulation.node("a", counting(outbox.store, rows), small, 1, erp);

        simulation.run(Duration.ofSeconds(30));
        long first = rows.get();
        simulation.run(Duration.ofSeconds(60));

        assertThat(rows.get() - first)
                .as("rows read in a minute in which nothing could be sent")
                .isLessThan(60 * 4 * PageSizes.LARGEST);
    }

    @Test
    void findsALaneThatBeganRightAfterTheLanesWereListed() {
        OutboxStore slow = Intercepted.store(outbox.store, (method, args) -> {
            if (method.equals("lanes")) {
                simulation.clock.advance(Duration.ofMillis(50));
            }
            return null;
        });
        Duration never = Duration.ofHours(1);
        RelayOptions signalled = RelayOptions.builder().poll(never, never).build();
        Simulation.Node node = simulation.node("a", slow, signalled, 1, erp);
        outbox.publish("first", 1);
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));

        for (String tenant : List.of("south", "east", "west")) {
            outbox.publish(TenantId.of(tenant), Outbox.loose(1));
            node.wakes.signal();
            simulation.runUntil(() -> outbox.pending() == 0, Duration.ofSeconds(5));
        }

        assertThat(erp.seen()).hasSize(4);
    }

    @Test
    void listsAgainAtOnceWhenAShardWasOpenedMeanwhile() {
        Outbox sharded = new Outbox(simulation.clock, 2, "erp");
        Simulation.Node[] node = new Simulation.Node[1];
        AtomicLong refused = new AtomicLong();
        List<Long> listed = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        OutboxStore store = Intercepted.store(sharded.store, (method, args) -> {
            if (method.equals("parkedStreams") && args[0].equals(1) && refused.getAndIncrement() == 0) {
                throw new StoreException("store.failed", true, "not yet", null);
            }
            if (method.equals("lanes") && listed.isEmpty()) {
                simulation.clock.advance(Duration.ofMillis(200));
                node[0].parts.reads().turn();
                node[0].core.turn();
            }
            if (method.equals("lanes") && args[0] instanceof Collection<?> shards) {
                listed.add(simulation.clock.getAsLong());
                asked.add(shards.size());
            }
            return null;
        });
        for (int i = 0; i < 20; i++) {
            sharded.publish(Outbox.NORTH, Outbox.keyed("k-" + i, 1));
        }
        node[0] = simulation.node("a", store, RelayOptions.defaults(), 1, erp);

        simulation.runUntil(() -> sharded.pending() == 0, Duration.ofSeconds(5));

        assertThat(asked).as("shards asked about").startsWith(1, 2);
        assertThat(Duration.ofNanos(listed.get(1) - listed.get(0)))
                .as("from one list to the next")
                .isLessThan(Duration.ofMillis(1));
    }

    @Test
    void readsALongBacklogOfManyStreamsByAsMuchAsItMayHoldAndSeldomTwice() {
        Outbox sharded = new Outbox(simulation.clock, 8, "erp");
        AtomicLong rows = new AtomicLong();
        RelayOptions small = RelayOptions.builder().buffer(500, 500).build();
        for (int i = 0; i < 4_000; i++) {
            sharded.publish(Outbox.NORTH, Outbox.keyed("k-" + i % 100, i));
        }
        erp.answers(event -> {
            simulation.clock.advance(Duration.ofMillis(1));
            return DeliveryOutcome.delivered();
        });
        Simulation.Node node = simulation.node("a", counting(sharded.store, rows), small, 1, erp);
        int[] most = {0};

        simulation.runUntil(
                () -> {
                    boolean begun = erp.seen().size() > 1_500;
                    most[0] = begun ? Math.max(most[0], node.core.health().buffered()) : 0;
                    return sharded.pending() == 0;
                },
                Duration.ofMinutes(5));

        assertThat(erp.seen()).hasSize(4_000);
        assertThat(most[0]).as("the half, and what was on its way").isLessThan(400);
        assertThat(rows.get()).as("rows read for 4,000 deliveries").isLessThan(6 * 4_000);
    }

    @Test
    void findsWhatCommitsLateBehindALongBacklogThatCannotGoOn() {
        RelayOptions small = RelayOptions.builder().buffer(50, 100).build();
        erp.answers(event -> event.key().orElseThrow().equals("late")
                ? DeliveryOutcome.delivered()
                : DeliveryOutcome.retry("down", Duration.ofMinutes(50)));
        for (int i = 0; i < 5_000; i++) {
            outbox.publish(Outbox.NORTH, Outbox.keyed("k-" + i % 10, i));
        }
        Connection late = outbox.begin();
        outbox.append(late, Outbox.NORTH, Outbox.keyed("late", 1));
        for (int i = 0; i < 5_000; i++) {
            outbox.publish(Outbox.NORTH, Outbox.keyed("k-" + i % 10, i));
        }
        simulation.node("a", outbox.store, small, 1, erp);
        simulation.run(Duration.ofSeconds(30));

        Outbox.commit(late);

        simulation.runUntil(() -> erp.firstTimes("late").size() == 1, Duration.ofSeconds(60));
    }

    @Test
    void asksForTheRestOfManyStreamsByPartsThatAreWorthIt() {
        AtomicLong questions = new AtomicLong();
        AtomicLong rows = new AtomicLong();
        OutboxStore counting = Intercepted.store(outbox.store, (method, args) -> {
            if (!method.equals("readStreams")) {
                return null;
            }
            List<StreamStart> starts =
                    ((List<?>) args[0]).stream().map(StreamStart.class::cast).toList();
            List<List<StoredEvent>> answer = outbox.store.readStreams(starts);
            questions.addAndGet(starts.size());
            answer.forEach(some -> rows.addAndGet(some.size()));
            return answer;
        });
        RelayOptions small = RelayOptions.builder().buffer(500, 500).build();
        erp.answers(event -> DeliveryOutcome.retry("down", Duration.ofMinutes(1)));
        for (int i = 0; i < 4_000; i++) {
            outbox.publish(Outbox.NORTH, Outbox.keyed("k-" + i % 50, i));
        }
        simulation.node("a", counting, small, 1, erp);
        simulation.run(Duration.ofSeconds(50));

        erp.answers(event -> DeliveryOutcome.delivered());
        simulation.runUntil(() -> outbox.pending() == 0, Duration.ofMinutes(5));

        assertThat(rows.get()).as("what was dropped to make room").isGreaterThan(500);
        assertThat(questions.get()).as("questions for %s rows", rows).isLessThan(rows.get() / 2);
    }

    private static OutboxStore counting(OutboxStore store, AtomicLong rows) {
        return Intercepted.store(store, (method, args) -> {
            if (method.equals("read")) {
                List<StoredEvent> page = store.read((Lane) args[0], (long) args[1], (int) args[2]);
                rows.addAndGet(page.size());
                return page;
            }
            if (method.equals("readAll")) {
                List<List<StoredEvent>> pages = store.readAll(
                        ((List<?>) args[0]).stream().map(LaneStart.class::cast).toList());
                pages.forEach(page -> rows.addAndGet(page.size()));
                return pages;
            }
            return null;
        });
    }
}
