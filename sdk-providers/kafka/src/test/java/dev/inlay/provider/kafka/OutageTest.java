package dev.inlay.provider.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a host's transaction on H2 through a real broker to a plain consumer, with and without an outage. */
@Proves({"EVT-1", "EVT-4", "EVT-9"})
@Timeout(300)
final class OutageTest {

    private static final List<String> TENANTS = List.of("north", "south");
    private static final int KEYS = 5;

    private Broker broker;
    private JdbcConnectionPool database;
    private Inlay inlay;

    @BeforeEach
    void open() throws Exception {
        broker = Broker.open();
        broker.topic("events", 3);
        database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "host", "");
    }

    private void start(Duration timeout) {
        inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north", "inlay/medisoft/-/south"))
                .install(JooqStores.on(database))
                .install(KafkaTransport.builder("bus", "events")
                        .bootstrap(broker.address())
                        .timeout(timeout)
                        .build())
                .deliveryRetries(1_000, Duration.ofMillis(20), Duration.ofMillis(200))
                .build();
        inlay.start().awaitReady(Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        inlay.close();
        database.dispose();
        broker.close();
    }

    @Test
    void consumersSeeEachCommittedEventOnceAndInTheOrderOfItsKey() throws Exception {
        start(Duration.ofSeconds(30));
        publish(1, 20);
        rollBack();

        List<Broker.Seen> read = broker.read("events", 200);

        assertThat(read).extracting(Broker.Seen::id).hasSize(200).doesNotHaveDuplicates();
        assertInOrder(read, 20);
    }

    @Test
    void nothingIsLostOrOvertakenWhileTheBrokerIsAway() throws Exception {
        start(Duration.ofSeconds(3));
        publish(1, 10);
        broker.read("events", 100);

        broker.stop();
        publish(11, 20);
        broker.start();
        publish(21, 30);

        Set<String> ids = new HashSet<>();
        List<Broker.Seen> read = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (ids.size() < 300 && System.nanoTime() < deadline) {
            ids.clear();
            read.clear();
            for (Broker.Seen record : broker.readToTheEnd("events")) {
                if (ids.add(record.id())) { // as a consumer does that drops what it has seen
                    read.add(record);
                }
            }
        }
        assertThat(ids).hasSize(300);
        assertInOrder(read, 30);
    }

    private void publish(int from, int to) throws Exception {
        for (int seq = from; seq <= to; seq++) {
            int each = seq;
            for (String tenant : TENANTS) {
                inlay.tenants().run(TenantId.of(tenant), () -> {
                    try (Connection tx = inlay.dataSource().getConnection()) {
                        for (int key = 0; key < KEYS; key++) {
                            inlay.events().publish(tx, ErpEvent.of("claim.changed", "claim-" + key, "" + each));
                        }
                        tx.commit();
                    }
                });
            }
        }
    }

    private void rollBack() throws Exception {
        inlay.tenants().run(TenantId.of("north"), () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                inlay.events().publish(tx, ErpEvent.of("claim.changed", "claim-0", "0"));
                tx.rollback();
            }
        });
    }

    private static void assertInOrder(List<Broker.Seen> read, int last) {
        for (String tenant : TENANTS) {
            for (int key = 0; key < KEYS; key++) {
                String stream = tenant + "/claim-" + key;
                List<Broker.Seen> records = read.stream()
                        .filter(record -> record.key().orElseThrow().equals(stream))
                        .toList();
                assertThat(records)
                        .as(stream)
                        .extracting(record -> Integer.parseInt(record.header("ce_seq")))
                        .containsExactlyElementsOf(numbers(last));
                assertThat(records)
                        .as("payloads of " + stream)
                        .extracting(record -> Integer.parseInt(record.text().replace("\"", "")))
                        .containsExactlyElementsOf(numbers(last));
                assertThat(records)
                        .allSatisfy(
                                record -> assertThat(record.header("ce_tenant")).isEqualTo(tenant));
            }
        }
    }

    private static List<Integer> numbers(int last) {
        return java.util.stream.IntStream.rangeClosed(1, last).boxed().toList();
    }
}
