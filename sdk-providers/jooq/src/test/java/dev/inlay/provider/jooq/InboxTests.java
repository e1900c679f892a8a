package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.InboundEvent;
import dev.inlay.api.event.Received;
import dev.inlay.api.event.Received.Outcome;
import dev.inlay.api.event.Response;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host gets from the inbox on one database: its own rows and the inbox's agree, whatever happens. */
@Proves("EVT-6")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InboxTests {

    private static final TenantId NORTH = TenantId.of("north");
    private static final TenantId SOUTH = TenantId.of("south");

    private HikariDataSource pool;
    private Inlay inlay;

    abstract DataSource database();

    @BeforeAll
    final void start() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/oem/-/north", "inlay/oem/-/south"))
                .install(JooqStores.on(pool))
                .build();
        inlay.start().awaitReady(Duration.ofSeconds(60));
        OpenStores.execute(pool, "create table stock (id varchar(60) not null)");
    }

    @AfterAll
    final void stop() {
        inlay.close();
        pool.close();
    }

    @BeforeEach
    final void empty() throws SQLException {
        OpenStores.execute(pool, "delete from stock");
        OpenStores.execute(pool, "delete from inlay_inbox");
        OpenStores.execute(pool, "delete from inlay_inbox_stream");
    }

    @Test
    void appliesOnceAndAnswersARepetition() throws Exception {
        Received first = committed(event("e-1", "1"));
        Received again = committed(event("e-1", "1"));

        assertThat(first.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(again.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(again.response()).isEqualTo(first.response()).isEqualTo(Response.json("\"e-1\""));
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void refusesAnotherContentUnderTheSameIdAndLeavesTheTransactionUsable() throws Exception {
        committed(event("e-1", "1"));

        try (Connection tx = begin(Connection.TRANSACTION_READ_COMMITTED)) {
            assertThatThrownBy(() -> receive(tx, event("e-1", "2"))).isInstanceOfSatisfying(InlayException.class, e -> {
                assertThat(e.code()).isEqualTo("inbox.fingerprint");
                assertThat(e.retryable()).isFalse();
                assertThat(e).hasMessageContaining("e-1").hasMessageNotContaining("\"2\"");
            });
            receive(tx, event("e-2", "2"));
            tx.commit();
        }

        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void takesTheHostsWordForWhatIsTheSame() throws Exception {
        committed(InboundEvent.builder("erp", "e-1", bytes("{\"a\":1,\"b\":2}"))
                .fingerprint("order 7, revision 1")
                .build());

        Received again = committed(InboundEvent.builder("erp", "e-1", bytes("{\"b\":2,\"a\":1}"))
                .fingerprint("order 7, revision 1")
                .build());

        assertThat(again.outcome()).isEqualTo(Outcome.DUPLICATE);
    }

    @Test
    void tellsIdsApartByteByByteAndTenantsAlways() throws Exception {
        List<String> ids = List.of("e-1", "E-1", "e-1 ", "\u00e9-1", "e\u0301-1");

        for (String id : ids) {
            assertThat(committed(event(id, "1")).applied()).as(id).isTrue();
        }
        Received south = inlay.tenants().call(SOUTH, () -> {
            try (Connection tx = begin(Connection.TRANSACTION_READ_COMMITTED)) {
                Received received = apply(tx, event("e-1", "other"));
                tx.commit();
                return received;
            }
        });

        assertThat(south.applied()).isTrue();
        assertThat(rows()).isEqualTo(ids.size() + 1);
    }

    @Test
    void remembersNothingOfWorkThatThrowsAlsoWhenTheHostCommits() throws Exception {
        try (Connection tx = begin(Connection.TRANSACTION_READ_COMMITTED)) {
            assertThatThrownBy(() -> inlay.tenants()
                            .call(
                                    NORTH,
                                    () -> inlay.inbox().receive(tx, "stock", event("e-1", "1"), () -> {
                                        throw new SQLException("no stock");
                                    })))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("no stock");
            tx.commit();
        }

        assertThat(committed(event("e-1", "1")).applied()).isTrue();
    }

    @Test
    void remembersNothingOfWhatWasRolledBackToASavepoint() throws Exception {
        try (Connection tx = begin(Connection.TRANSACTION_READ_COMMITTED)) {
            receive(tx, event("e-0", "1"));
            Savepoint before = tx.setSavepoint();
            receive(tx, event("e-1", "1"));
            tx.rollback(before);
            assertThat(receive(tx, event("e-0", "1")).outcome()).isEqualTo(Outcome.DUPLICATE);
            assertThat(receive(tx, event("e-1", "1")).outcome()).isEqualTo(Outcome.APPLIED);
            tx.rollback();
            assertThat(receive(tx, event("e-1", "1")).outcome()).isEqualTo(Outcome.APPLIED);
            tx.commit();
        }

        assertThat(rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void appliesOnceHoweverManyReceiveItAtOnce(int isolation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger lost = new AtomicInteger();
        try {
            for (int round = 0; round < 5; round++) {
                String id = "e-" + round;
                List<Future<Received>> all = threads.invokeAll(
                        java.util.Collections.nCopies(4, () -> untilCommitted(isolation, event(id, "1"), lost)));
                int applied = 0;
                for (Future<Received> each : all) {
                    Received received = each.get(60, TimeUnit.SECONDS);
                    applied += received.applied() ? 1 : 0;
                    assertThat(received.response()).isEqualTo(Response.json("\"" + id + "\""));
                }
                assertThat(applied).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(rows()).isEqualTo(5);
        if (isolation == Connection.TRANSACTION_READ_COMMITTED) {
            assertThat(lost).hasValue(0);
        }
    }

    private Received untilCommitted(int isolation, InboundEvent event, AtomicInteger lost) throws SQLException {
        for (int run = 0; ; run++) {
            try (Connection tx = begin(isolation)) {
                try {
                    Received received = receive(tx, event);
                    tx.commit();
                    return received;
                } catch (TransactionLostException e) {
                    tx.rollback();
                    lost.incrementAndGet();
                    assertThat(run).isLessThan(50);
                } catch (SQLException e) {
                    tx.rollback();
                    assertThat(e.getSQLState()).startsWith("40");
                    lost.incrementAndGet();
                }
            }
        }
    }

    @Test
    void receivesAStreamInOrderAndOnce() throws Exception {
        assertThat(inOrder("b", 1, 2).outcome()).isEqualTo(Outcome.GAP);
        assertThat(inOrder("a", 1, 1).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(inOrder("a", 1, 1).outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(inOrder("c", 1, 3).outcome()).isEqualTo(Outcome.GAP);
        assertThat(inOrder("b", 1, 2).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(inOrder("never seen", 1, 1).outcome()).isEqualTo(Outcome.LATE);
        assertThat(inOrder("never seen", 1, 1).outcome()).isEqualTo(Outcome.LATE);
        assertThat(inOrder("d", 2, 2).outcome()).isEqualTo(Outcome.GAP);
        assertThat(inOrder("e", 2, 1).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(inOrder("c", 1, 3).outcome()).isEqualTo(Outcome.LATE);
        assertThat(inOrder("a", 1, 1).response()).isEqualTo(Response.json("\"a\""));

        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void refusesBadInputNamingTheField() throws Exception {
        try (Connection tx = begin(Connection.TRANSACTION_READ_COMMITTED)) {
            assertThatThrownBy(() -> inlay.tenants()
                            .call(
                                    NORTH,
                                    () -> inlay.inbox().receiveInOrder(tx, "stock", event("e-1", "1"), Response::none)))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("event.stream"));
            assertThatThrownBy(() -> inlay.tenants()
                            .call(
                                    NORTH,
                                    () -> inlay.inbox()
                                            .receive(tx, "x".repeat(101), event("e-1", "1"), Response::none)))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("consumer"));
            assertThat(receive(tx, event("e-1", "1")).applied()).isTrue();
            tx.rollback();
        }
    }

    private Received inOrder(String id, long generation, long seq) throws SQLException {
        InboundEvent event = InboundEvent.builder("erp", id, bytes(id)).stream("item-1", generation, seq)
                .build();
        return inlay.tenants().call(NORTH, () -> {
            try (Connection tx = begin(Connection.TRANSACTION_READ_COMMITTED)) {
                Received received = inlay.inbox().receiveInOrder(tx, "stock", event, () -> work(tx, event));
                tx.commit();
                return received;
            }
        });
    }

    private Received committed(InboundEvent event) throws SQLException {
        try (Connection tx = begin(Connection.TRANSACTION_READ_COMMITTED)) {
            Received received = receive(tx, event);
            tx.commit();
            return received;
        }
    }

    private Received receive(Connection tx, InboundEvent event) throws SQLException {
        return inlay.tenants().call(NORTH, () -> apply(tx, event));
    }

    private Received apply(Connection tx, InboundEvent event) throws SQLException {
        return inlay.inbox().receive(tx, "stock", event, () -> work(tx, event));
    }

    private static Response work(Connection tx, InboundEvent event) throws SQLException {
        try (Statement statement = tx.createStatement()) {
            statement.execute("insert into stock (id) values ('x')");
        }
        return Response.json("\"" + event.eventId() + "\"");
    }

    private Connection begin(int isolation) throws SQLException {
        Connection tx = pool.getConnection();
        tx.setTransactionIsolation(isolation);
        tx.setAutoCommit(false);
        return tx;
    }

    private long rows() throws SQLException {
        return OpenStores.number(pool, "select count(*) from stock");
    }

    private static InboundEvent event(String id, String payload) {
        return InboundEvent.of("erp", id, bytes(payload));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
