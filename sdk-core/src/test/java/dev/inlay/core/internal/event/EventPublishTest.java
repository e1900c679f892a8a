package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.Published;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventPublishTest {

    private static final TenantId NORTH = TenantId.of("north");

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final SimulatedClock clock = new SimulatedClock();
    private final InMemoryOutboxStore store = new InMemoryOutboxStore(database, clock, 1);
    private final EventEngine engine = engine(new Receiver("erp"), new Receiver("archive"));
    private Connection tx;

    @BeforeEach
    void begin() throws SQLException {
        engine.start();
        tx = database.dataSource().getConnection();
        tx.setAutoCommit(false);
    }

    @AfterEach
    void end() throws SQLException {
        tx.close();
        engine.halt();
    }

    @Test
    @Proves("EVT-1")
    void writesOneRowPerTargetWhenTheTransactionCommits() throws SQLException {
        clock.advance(Duration.ofNanos(1_234_567));

        Published published = engine.publish(tx, ErpEvent.of("claim.submitted", "c-1", "{\"a\": 1}"));
        List<StoredEvent> before = rows("erp");
        tx.commit();

        assertThat(before).isEmpty();
        assertThat(rows("erp")).singleElement().satisfies(row -> {
            assertThat(row.eventId()).isEqualTo(published.eventId());
            assertThat(row.payload()).isEqualTo(Payload.of("application/json", utf8("{\"a\": 1}")));
            assertThat(row.at()).isEqualTo(Instant.parse("2026-03-01T08:00:00.001234Z"));
            assertThat(row.seq()).isEqualTo(1);
        });
        assertThat(rows("archive"))
                .singleElement()
                .extracting(StoredEvent::eventId)
                .isEqualTo(published.eventId());
    }

    @Test
    void writesToTheOneTargetThatIsNamed() throws SQLException {
        engine.publish(tx, ErpEvent.builder("claim.seen", "1").target("archive").build());
        tx.commit();

        assertThat(rows("archive")).hasSize(1);
        assertThat(rows("erp")).isEmpty();
    }

    @Test
    void freezesBytesAtTheCall() throws SQLException {
        byte[] bytes = {1, 2, 3};

        engine.publish(tx, ErpEvent.of("scan.taken", "s-1", bytes));
        bytes[0] = 9;
        tx.commit();

        assertThat(rows("erp").get(0).payload())
                .isEqualTo(Payload.of("application/octet-stream", new byte[] {1, 2, 3}));
    }

    @Test
    void writesObjectsAsJsonWithIsoDates() throws SQLException {
        record Claim(String id, LocalDate day, Duration took) {}

        engine.publish(
                tx,
                ErpEvent.of(
                        "claim.submitted", "c-1", new Claim("c-1", LocalDate.of(2026, 3, 1), Duration.ofMinutes(90))));
        tx.commit();

        assertThat(new String(rows("erp").get(0).payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"c-1\",\"day\":\"2026-03-01\",\"took\":\"PT1H30M\"}");
    }

    @Test
    void writesMapsInTheOrderOfTheirKeysSoThatARepeatedRequestIsTheSame() throws SQLException {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("b", 1);
        payload.put("a", 2);

        engine.publish(tx, ErpEvent.of("claim.submitted", "c-1", payload));
        tx.commit();

        assertThat(new String(rows("erp").get(0).payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":2,\"b\":1}");
    }

    @Test
    void refusesTypesThatAreInlaysOwn() {
        assertThatThrownBy(() -> ErpEvent.of("inlay.discarded", "c-1", "{}"))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("event.type"));
    }

    @Test
    void refusesAutocommit() throws SQLException {
        tx.setAutoCommit(true);

        refuses("tx", ErpEvent.of("claim.submitted", "c-1", "1"));
    }

    @Test
    void refusesAnUnknownTargetAndNamesTheKnownOnes() {
        assertThatThrownBy(() -> engine.publish(
                        tx, ErpEvent.builder("claim.seen", "1").target("sap").build()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("event.target: 'sap' is no installed transport's target; there are [archive, erp]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":1} x", "1 2", "{'a':1}", "[1,]", "NaN", "\"\ud800\""})
    void refusesTextThatIsNotJson(String text) throws SQLException {
        refuses("event.payload", ErpEvent.of("claim.submitted", "c-1", text));

        engine.publish(tx, ErpEvent.of("claim.submitted", "c-1", "\"the transaction is still usable\""));
        tx.commit();
        assertThat(rows("erp")).hasSize(1);
    }

    @Test
    void refusesWhatTheCodecCannotWriteWithoutQuotingIt() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);

        refuses("event.payload", ErpEvent.of("claim.submitted", "c-1", circle));
        assertThatThrownBy(() -> engine.publish(tx, ErpEvent.of("claim.submitted", "c-1", "secret-text")))
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesMoreThanOneMebibyte() throws SQLException {
        byte[] most = new byte[1 << 20];
        byte[] more = Arrays.copyOf(most, most.length + 1);

        engine.publish(tx, ErpEvent.of("scan.taken", "s-1", most));
        refuses("event.payload", ErpEvent.of("scan.taken", "s-1", more));
        refuses("event.payload", ErpEvent.of("scan.taken", "s-1", "\"" + "\u00e9".repeat(1 << 19) + "\""));
    }

    @Test
    @Proves("EVT-6")
    void answersARepeatedRequestWithTheFirstEvent() throws SQLException {
        ErpEvent event = request("{\"a\":1}");

        Published first = engine.publish(tx, event);
        tx.commit();
        Published second = engine.publish(tx, request("{\"a\":1}"));
        tx.commit();

        assertThat(second).isEqualTo(new Published(first.eventId(), true));
        assertThat(rows("erp")).hasSize(1);
        refuses("event.requestId", request("{\"a\":2}"));
    }

    @Test
    void needsATenant() {
        EventEngine unbound = EventEngine.builder(
                        () -> {
                            throw new NoTenantException("tenant.none", "no tenant is bound");
                        },
                        Outboxes.one(() -> store))
                .nodeId("a")
                .transports(List.of(new Receiver("erp")), List.of())
                .build();

        assertThatThrownBy(() -> unbound.publish(tx, ErpEvent.of("claim.submitted", "c-1", "1")))
                .isInstanceOf(NoTenantException.class);
    }

    @Test
    void saysWhetherItIsNotReadyOrClosed() {
        EventEngine other = engine(new Receiver("erp"));
        ErpEvent event = ErpEvent.of("claim.submitted", "c-1", "1");

        assertThatThrownBy(() -> other.publish(tx, event))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("instance.not-ready"));
        other.start();
        other.close(Duration.ofSeconds(5));
        other.close(Duration.ofSeconds(5));
        assertThatThrownBy(() -> other.publish(tx, event))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("instance.closed"));
    }

    @Test
    void refusesTwoTransportsForOneTarget() {
        assertThatThrownBy(() -> engine(new Receiver("erp"), new Receiver("erp")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("two transports are installed for 'erp'");
    }

    @Test
    void makesIdsThatSortByTime() {
        EventIds ids = new EventIds(clock, new java.security.SecureRandom());
        List<String> made = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            made.add(ids.next());
            clock.advance(Duration.of(1, ChronoUnit.MILLIS));
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made).allMatch(id -> java.util.UUID.fromString(id).version() == 7);
    }

    @Test
    void isNotBuiltWithoutTheNameOfItsNode() {
        EventEngineBuilder nameless = EventEngine.builder(() -> Outbox.NORTH_CONTEXT, Outboxes.one(() -> store));

        assertThatThrownBy(nameless::build)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("nodeId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9lives", "Erp", "erp-", "-erp", "e--rp", "e_rp", "erp\n"})
    void isNotBuiltWithATargetOfAnotherForm(String target) {
        assertThatThrownBy(() -> engine(new Receiver(target)))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("transport.target"));
    }

    private EventEngine engine(EventTransport... transports) {
        return EventEngine.builder(() -> Outbox.NORTH_CONTEXT, Outboxes.one(() -> store))
                .nodeId("a")
                .clock(clock, clock)
                .options(RelayOptions.builder()
                        .poll(Duration.ofHours(1), Duration.ofHours(1))
                        .build())
                .transports(List.of(transports), List.of())
                .build();
    }

    private void refuses(String field, ErpEvent event) {
        assertThatThrownBy(() -> engine.publish(tx, event))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static ErpEvent request(String payload) {
        return ErpEvent.builder("claim.submitted", payload)
                .key("c-1")
                .requestId("r-1")
                .build();
    }

    private List<StoredEvent> rows(String target) {
        return store.read(new Lane(0, NORTH, target), 0, 100);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
