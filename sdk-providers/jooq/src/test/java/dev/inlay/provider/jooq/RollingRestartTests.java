package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three nodes that are replaced one after another while events flow. Their leases last far longer than a test may take,
 * so that whatever waits for one to end is not seen.
 */
@Proves("EVT-6")
abstract class RollingRestartTests {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TenantId NORTH = TenantId.of("north");
    private static final int NODES = 3;
    private static final int KEYS = 64;

    private final RecordingTransport erp = RecordingTransport.to("erp");
    private final Deque<Inlay> nodes = new ArrayDeque<>();
    private HikariDataSource pool;
    private int rounds;

    abstract DataSource database();

    @BeforeEach
    final void start() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database());
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        for (int i = 0; i < NODES; i++) {
            nodes.add(node());
        }
    }

    @AfterEach
    final void stop() {
        nodes.forEach(Inlay::close);
        pool.close();
    }

    @Test
    void handsEveryKeyOverWithoutWaitingForALeaseAndSendsNothingTwice() throws Exception {
        publish();
        erp.awaitDelivered(KEYS, LONG);

        for (int i = 0; i < NODES; i++) {
            publish();
            nodes.remove().close();
            publish();
            erp.awaitDelivered(KEYS * rounds, LONG);
            nodes.add(node());
            publish();
            erp.awaitDelivered(KEYS * rounds, LONG);
        }

        List<OutboundEvent> delivered = erp.delivered();
        assertThat(delivered).extracting(OutboundEvent::eventId).doesNotHaveDuplicates();
        for (int key = 0; key < KEYS; key++) {
            String name = key(key);
            assertThat(delivered)
                    .filteredOn(event -> event.key().orElseThrow().equals(name))
                    .extracting(OutboundEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, rounds).boxed().toList());
        }
    }

    private Inlay node() {
        return InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/oem/-/north"))
                .install(JooqStores.on(pool))
                .install(erp)
                .leaseTime(LEASE)
                .drainTime(LONG)
                .build()
                .start()
                .awaitReady(LONG);
    }

    /** One event of each key, through whoever is there. */
    private void publish() throws Exception {
        rounds++;
        Inlay host = nodes.getLast();
        host.tenants().call(NORTH, () -> {
            try (Connection tx = host.dataSource().getConnection()) {
                for (int key = 0; key < KEYS; key++) {
                    host.events()
                            .publish(
                                    tx,
                                    ErpEvent.builder("claim.changed", "{\"n\":" + rounds + "}")
                                            .key(key(key))
                                            .build());
                }
                tx.commit();
            }
            return rounds;
        });
    }

    private static String key(int number) {
        return "claim-" + number;
    }
}
