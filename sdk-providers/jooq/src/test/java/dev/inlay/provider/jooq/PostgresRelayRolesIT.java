package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes under the three roles, with row-level security: the hosts write as their tenant, the relays bring
 * everybody's events out over a data source of their own. Three tenants use the same keys, request ids and contents.
 */
@Proves({"EVT-1", "EVT-2", "EVT-5"})
final class PostgresRelayRolesIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<TenantId> TENANTS =
            List.of(TenantId.of("north-clinic"), TenantId.of("south-clinic"), TenantId.of("west-clinic"));
    private static final int KEYS = 4;
    private static final int EACH = 15;
    private static final int ALL = TENANTS.size() * KEYS * EACH;

    private final RecordingTransport erp = RecordingTransport.to("erp");
    private PostgresDatabase database;
    private final List<Inlay> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        database = PostgresDatabase.in("claims desk");
        for (int i = 0; i < 2; i++) {
            nodes.add(InlaySdk.builder()
                    .install(InMemoryTenantDirectory.of(
                            "inlay/medisoft/nordic/north-clinic",
                            "inlay/medisoft/nordic/south-clinic",
                            "inlay/medisoft/nordic/west-clinic"))
                    .install(database.plugin())
                    .install(erp)
                    .deliveryRetries(10_000, Duration.ofMillis(5), Duration.ofMillis(50))
                    .build()
                    .start()
                    .awaitReady(LONG));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(Inlay::close);
        if (database != null) {
            database.close();
        }
    }

    @Test
    void bringsEachTenantsEventsOutInItsOwnOrder() throws Exception {
        publishAll();

        List<OutboundEvent> delivered = erp.awaitDelivered(ALL, LONG);

        for (TenantId tenant : TENANTS) {
            for (int key = 0; key < KEYS; key++) {
                assertThat(streamOf(delivered, tenant, key))
                        .as("%s %s", tenant, key)
                        .extracting(OutboundEvent::seq, PostgresRelayRolesIT::text)
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, EACH)
                                .mapToObj(n -> Tuple.tuple((long) n, "{\"n\":" + n + "}"))
                                .toList());
            }
        }
        assertThat(delivered).hasSize(ALL).extracting(OutboundEvent::eventId).doesNotHaveDuplicates();
        awaitEmpty();
    }

    @Test
    void takesARequestIdAgainFromTheSameTenantOnly() throws Exception {
        publishAll();
        erp.awaitDelivered(ALL, LONG);

        for (TenantId tenant : TENANTS) {
            nodes.get(0).tenants().run(tenant, () -> {
                try (Connection tx = nodes.get(0).dataSource().getConnection()) {
                    assertThat(nodes.get(0).events().publish(tx, event(0, 1)).duplicate())
                            .isTrue();
                    tx.commit();
                }
            });
        }

        awaitEmpty();
        assertThat(erp.delivered()).hasSize(ALL);
    }

    @Test
    void parksAndReplaysOneTenantsStreamAndLeavesTheSameKeyOfTheOthersAlone() throws Exception {
        TenantId north = TENANTS.get(0);
        Set<String> refused = ConcurrentHashMap.newKeySet();
        erp.answering(event -> event.tenant().equals(north)
                        && event.key().equals(key(0))
                        && event.seq() == 3
                        && refused.add(event.eventId())
                ? DeliveryOutcome.refused("HTTP 422")
                : DeliveryOutcome.delivered());
        publishAll();
        erp.awaitDelivered(ALL - (EACH - 2), LONG);
        List<ParkedEvent> parked = awaitParked();

        long replayed = replay(parked.get(0));

        assertThat(parked).extracting(ParkedEvent::tenant).containsOnly(north);
        assertThat(replayed).isPositive();
        assertThat(streamOf(awaitAllReplaying(), north, 0))
                .extracting(OutboundEvent::seq)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, EACH).mapToObj(Long::valueOf).toList());
    }

    @Test
    void goesOnWithRetriesWhenAnotherNodeTakesOver() throws Exception {
        erp.failing("HTTP 503");
        publishAll();
        while (erp.attempts().size() < 3 * KEYS) {
            Thread.onSpinWait();
        }

        nodes.remove(0).close();
        erp.delivering();

        assertThat(erp.awaitDelivered(ALL, LONG)).hasSize(ALL);
        awaitEmpty();
    }

    private void publishAll() {
        for (int n = 1; n <= EACH; n++) {
            int number = n;
            Inlay node = nodes.get(n % nodes.size());
            for (TenantId tenant : TENANTS) {
                node.tenants().run(tenant, () -> {
                    try (Connection tx = node.dataSource().getConnection()) {
                        for (int key = 0; key < KEYS; key++) {
                            node.events().publish(tx, event(key, number));
                        }
                        tx.commit();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }
    }

    private static ErpEvent event(int key, int number) {
        return ErpEvent.builder("claim.changed", "{\"n\":" + number + "}")
                .key("claim-" + key)
                .requestId("claim-" + key + ":" + number)
                .build();
    }

    private static Optional<String> key(int number) {
        return Optional.of("claim-" + number);
    }

    private static String text(OutboundEvent event) {
        return new String(event.payload().bytes(), StandardCharsets.UTF_8);
    }

    private static List<OutboundEvent> streamOf(List<OutboundEvent> events, TenantId tenant, int key) {
        return events.stream()
                .filter(event -> event.tenant().equals(tenant) && event.key().equals(key(key)))
                .toList();
    }

    private List<ParkedEvent> awaitParked() {
        long deadline = System.nanoTime() + LONG.toNanos();
        List<ParkedEvent> parked = parked();
        while (parked.isEmpty() && System.nanoTime() < deadline) {
            parked = parked();
        }
        return parked;
    }

    /** Later events of the stream may be parked behind the first after it was looked at. */
    private List<OutboundEvent> awaitAllReplaying() {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (erp.delivered().size() < ALL && System.nanoTime() < deadline) {
            parked().forEach(this::replay);
        }
        return erp.delivered();
    }

    private List<ParkedEvent> parked() {
        return operations(1).parked(EventFilter.all(), "", 100).items();
    }

    private long replay(ParkedEvent event) {
        Replay stream =
                Replay.stream(event.tenant(), event.target(), event.key().orElseThrow());
        return operations(1).replay(stream, Act.of("operator", "test")).events();
    }

    private List<TargetStatus> status() {
        return operations(0).status(EventFilter.all(), "", 100).items();
    }

    private EventOperations operations(int node) {
        return nodes.get(node).events().operations();
    }

    private void awaitEmpty() {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!status().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(status()).isEmpty();
    }
}
