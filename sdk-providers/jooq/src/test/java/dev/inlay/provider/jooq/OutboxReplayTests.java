package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult.OfTarget;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxOperations.Step;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay reads and locks where many tenants have something parked. */
@Proves("EVT-5")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutboxReplayTests {

    private static final int TENANTS = 60;

    private static final int FEW = 10;

    private static final String PARK =
            "insert into inlay_parked (shard, tenant, target, id, stream_key, generation, seq,"
                    + " event_id, event_type, event_version, content_type, payload, published_us, parked_us, reason)"
                    + " values (?, ?, ?, ?, 'key', 1, 1, ?, 'claim.submitted', 1, 'text/plain', ?, 0, 0, 'refused')";

    private OpenStores database;

    abstract DataSource open();

    @BeforeAll
    void start() {
        database = OpenStores.on(open());
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @BeforeEach
    void parkAnEventOfEachTenantForTwoTargets() throws SQLException {
        database.execute("delete from inlay_parked");
        database.execute("delete from inlay_event");
        try (Connection tx = database.begin();
                PreparedStatement park = tx.prepareStatement(PARK)) {
            for (int i = 0; i < 2 * TENANTS; i++) {
                park.setInt(1, i % 4 / 2);
                park.setString(2, "north-" + i / 2);
                park.setString(3, i % 2 == 0 ? "erp" : "crm");
                park.setLong(4, i + 1L);
                park.setString(5, "event-" + i);
                park.setBytes(6, new byte[] {1});
                park.executeUpdate();
            }
            tx.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAsMuchInAStepHoweverManyTenantsThereAre(boolean move) throws SQLException {
        AtomicInteger rows = new AtomicInteger();
        OutboxOperations counted = operations(Watched.counting(database.stores().dataSource(), rows::incrementAndGet));
        List<Integer> read = new ArrayList<>();

        long chosen = replay(counted, move, step -> read.add(rows.getAndSet(0)));

        assertThat(chosen).isEqualTo(TENANTS);
        assertThat(read).hasSizeGreaterThan(TENANTS).allMatch(count -> count <= FEW);
    }

    @Test
    void passesOverTheTenantsThatHaveNothingForTheTarget() throws SQLException {
        database.execute("delete from inlay_parked where target = 'erp' and tenant <> 'north-9'");

        long moved = replay(database.stores().operations(), true, step -> {});

        assertThat(moved).isEqualTo(1);
        assertThat(database.number("select count(*) from inlay_event where tenant = 'north-9'"))
                .isEqualTo(1);
    }

    @Test
    void looksForTheNextTenantWithoutHavingAShardLocked() {
        List<String> done = new ArrayList<>();
        OutboxOperations watched = operations(Watched.watch(database.stores().dataSource(), what -> {
            if (what.contains("for update")) {
                done.add("locks");
            } else if (what.contains("target >")) {
                done.add("looks");
            }
        }));
        List<List<String>> steps = new ArrayList<>();

        long moved = replay(watched, true, step -> {
            steps.add(done.stream().distinct().toList());
            done.clear();
        });

        assertThat(moved).isEqualTo(TENANTS);
        assertThat(steps)
                .filteredOn(step -> step.contains("locks"))
                .hasSize(TENANTS)
                .containsOnly(List.of("looks", "locks"));
    }

    private static OutboxOperations operations(DataSource source) {
        return OpenStores.start(JooqStores.on(source)).operations();
    }

    private static long replay(OutboxOperations operations, boolean move, Consumer<Step> after) {
        long events = 0;
        String next = "";
        do {
            Step step = operations.replay(Replay.target("erp"), next, move);
            events += step.done().stream().mapToLong(OfTarget::events).sum();
            next = step.next();
            after.accept(step);
        } while (!next.isEmpty());
        return events;
    }
}
