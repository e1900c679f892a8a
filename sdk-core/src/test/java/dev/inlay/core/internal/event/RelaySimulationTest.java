package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the receiver, the store, the hosts and a kill do: nothing is lost, and each key arrives in order. */
@Proves("EVT-2")
final class RelaySimulationTest {

    private static final int TRANSACTIONS = 1_500;
    private static final int KEYS = 25;
    private static final RelayOptions OPTIONS = RelayOptions.builder()
            .retry(4, Duration.ofMillis(50), Duration.ofSeconds(2))
            .inFlight(16, 8)
            .buffer(40, 150)
            .build();

    private final Simulation simulation = new Simulation();
    private final Outbox outbox = new Outbox(simulation.clock, 4, "erp");
    private final Receiver erp = new Receiver("erp");
    private final Set<String> committed = new HashSet<>();
    private final List<OutboundEvent> applied = new ArrayList<>();
    private final long[] published = new long[KEYS];

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingAndKeepsTheOrderOfEachKey(long seed) {
        Random random = new Random(seed);
        erp.answers(event -> outcome(event, random));
        simulation.lateAnswers = 0.1;
        OutboxStore flaky = FlakyStore.around(outbox.store, random, 0.03);
        List<Writer> writers = new ArrayList<>();
        Simulation.Node first = simulation.node("first", flaky, OPTIONS, seed, erp);
        simulation.node("second", flaky, OPTIONS, seed + 1, erp);

        for (int i = 0; i < TRANSACTIONS; i++) {
            write(writers, random, i);
            simulation.run(Duration.ofMillis(random.nextInt(8)));
            replaySometimes(random);
            if (i == TRANSACTIONS / 2) {
                first.halt();
                simulation.node("third", flaky, OPTIONS, seed + 2, erp);
            }
        }
        writers.forEach(this::end);
        erp.answers(this::applies);
        simulation.runUntil(() -> outbox.pending() == 0 && replayAll() == 0, Duration.ofHours(1));

        assertThat(erp.payloads()).as("seed " + seed).containsAll(committed);
        assertThat(new HashSet<>(erp.payloads()))
                .as("nothing that no commit wrote")
                .isEqualTo(committed);
        for (int key = 0; key < KEYS; key++) {
            assertThat(accepted("k-" + key))
                    .as("seed " + seed + ", key " + key)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, published[key]).boxed().toList());
        }
        assertThat(outbox.parked()).isZero();
    }

    /** The order in which a receiver that applies each event once would have applied them. */
    private List<Long> accepted(String key) {
        return applied.stream()
                .filter(event -> event.key().map(key::equals).orElse(false))
                .map(OutboundEvent::seq)
                .distinct()
                .toList();
    }

    private DeliveryOutcome applies(OutboundEvent event) {
        applied.add(event);
        return DeliveryOutcome.delivered();
    }

    private DeliveryOutcome outcome(OutboundEvent event, Random random) {
        int dice = random.nextInt(100);
        if (dice < 70) {
            return applies(event);
        }
        if (dice < 80) {
            applies(event);
            return DeliveryOutcome.retry("the answer was lost");
        }
        if (dice < 90) {
            return DeliveryOutcome.retry("down");
        }
        if (dice < 95) {
            return DeliveryOutcome.notAttempted("breaker open", Duration.ofMillis(30));
        }
        return dice < 99 ? DeliveryOutcome.refused("422") : DeliveryOutcome.retry("busy", Duration.ofSeconds(1));
    }

    private void write(List<Writer> writers, Random random, int number) {
        Writer writer = new Writer(outbox.begin(), new ArrayList<>(), new ArrayList<>());
        int events = 1 + random.nextInt(3);
        for (int i = 0; i < events; i++) {
            int key = random.nextInt(KEYS);
            boolean locked = writers.stream().anyMatch(open -> open.keys.contains(key));
            if (locked || random.nextInt(4) == 0) {
                int name = number * 10 + i;
                outbox.append(writer.tx, tenant(name), Outbox.loose(name));
                writer.payloads.add("\"loose-" + name + "\"");
            } else {
                int name = number * 10 + i;
                outbox.append(writer.tx, tenant(key), Outbox.keyed("k-" + key, name));
                writer.payloads.add("\"k-" + key + "-" + name + "\"");
                writer.keys.add(key);
            }
        }
        writers.add(writer);
        while (writers.size() > 4) {
            end(writers.remove(random.nextInt(writers.size())), random.nextInt(10) == 0);
        }
    }

    private void end(Writer writer) {
        end(writer, false);
    }

    private void end(Writer writer, boolean rollback) {
        if (!rollback) {
            Outbox.commit(writer.tx);
            committed.addAll(writer.payloads);
            writer.keys.forEach(key -> published[key]++);
            return;
        }
        try (Connection tx = writer.tx) {
            tx.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TenantId tenant(int number) {
        return TenantId.of("t-" + number % 3);
    }

    private void replaySometimes(Random random) {
        if (random.nextInt(40) == 0) {
            outbox.parked(1).forEach(outbox::replay);
        }
    }

    private long replayAll() {
        outbox.replayAll();
        return outbox.pending();
    }

    private record Writer(Connection tx, List<String> payloads, List<Integer> keys) {}
}
