package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.Published;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host may say of when, and several at a time. */
final class EventPublishLaterTest {

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final SimulatedClock clock = new SimulatedClock();
    private final InMemoryOutboxStore store = new InMemoryOutboxStore(database, clock, 1);
    private final EventEngine engine = EventEngine.builder(() -> Outbox.NORTH_CONTEXT, Outboxes.one(() -> store))
            .nodeId("a")
            .clock(clock, clock)
            .transports(List.of(new Receiver("erp")), List.of())
            .build();
    private Connection tx;

    @BeforeEach
    void begin() throws SQLException {
        store.lease("another node, so that nothing is delivered", 1, Duration.ofDays(10_000));
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
    @Proves("EVT-11")
    void keepsADelayedEventUntilItIsDue() throws SQLException {
        Instant now = clock.instant();

        engine.publish(
                tx, later("c-1").notBefore(now.plusSeconds(60).plusNanos(1)).build());
        tx.commit();

        assertThat(rows()).isEmpty();
        assertThat(store.nextDue(List.of(0))).containsValue(now.plusSeconds(60).plusNanos(1_000));
    }

    @Test
    @Proves("EVT-11")
    void beginsADelayWhenTheEventIsPublished() throws SQLException {
        ErpEvent event = later("c-1").delay(Duration.ofMinutes(1)).build();
        clock.advance(Duration.ofHours(1));

        engine.publish(tx, event);
        tx.commit();

        assertThat(store.nextDue(List.of(0))).containsValue(clock.instant().plusSeconds(60));
    }

    @Test
    @Proves("EVT-11")
    void takesATimeInThePastAndNoDelayForNow() throws SQLException {
        engine.publish(tx, later("c-1").notBefore(Instant.MIN).build());
        engine.publish(tx, later("c-1").notBefore(clock.instant()).build());
        engine.publish(tx, later("c-1").delay(Duration.ZERO).build());
        tx.commit();

        assertThat(rows()).extracting(StoredEvent::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void refusesWhatIsTooFarOffAndLeavesTheTransactionUsable() throws SQLException {
        for (Instant far : List.of(clock.instant().plus(Duration.ofDays(3650)).plusNanos(1), Instant.MAX)) {
            assertThatThrownBy(
                            () -> engine.publish(tx, later("c-1").notBefore(far).build()))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("event.notBefore"));
        }
        for (Duration wrong :
                List.of(Duration.ofNanos(-1), Duration.ofDays(3650).plusNanos(1))) {
            assertThatThrownBy(() -> later("c-1").delay(wrong).build())
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("event.delay"));
        }
        engine.publish(tx, later("c-1").build());
        tx.commit();

        assertThat(rows()).hasSize(1);
    }

    @Test
    @Proves("EVT-11")
    void repeatsARequestWhateverTheDelaySays() throws SQLException {
        Published first = engine.publish(
                tx, later("c-1").requestId("r-1").delay(Duration.ofMinutes(1)).build());
        tx.commit();
        clock.advance(Duration.ofSeconds(10));

        Published again = engine.publish(
                tx, later("c-1").requestId("r-1").delay(Duration.ofMinutes(1)).build());
        tx.commit();

        assertThat(again).isEqualTo(new Published(first.eventId(), true));
    }

    @Test
    @Proves("EVT-1")
    void writesSeveralInTheOrderGiven() throws SQLException {
        List<Published> answers = engine.publishAll(
                tx,
                List.of(
                        later("b").build(),
                        later("a").requestId("r-1").build(),
                        later("b").build(),
                        later("a").requestId("r-1").build()));
        tx.commit();

        assertThat(answers).extracting(Published::duplicate).containsExactly(false, false, false, true);
        assertThat(rows())
                .extracting(StoredEvent::eventId, StoredEvent::seq)
                .containsExactly(
                        tuple(answers.get(0).eventId(), 1L),
                        tuple(answers.get(1).eventId(), 1L),
                        tuple(answers.get(2).eventId(), 2L));
        assertThat(engine.publishAll(tx, List.of())).isEmpty();
    }

    @Test
    void namesThePlaceOfTheOneThatItRefusesAndWritesNone() throws SQLException {
        List<ErpEvent> events = List.of(
                later("a").build(),
                ErpEvent.builder("claim.reminded", "{").key("a").build(),
                later("b").build());

        assertThatThrownBy(() -> engine.publishAll(tx, events))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("events[1].payload: text must be one JSON value");
        tx.commit();

        assertThat(rows()).isEmpty();
    }

    private List<StoredEvent> rows() {
        return store.read(new Lane(0, Outbox.NORTH, "erp"), 0, 100);
    }

    private static ErpEvent.Builder later(String key) {
        return ErpEvent.builder("claim.reminded", "1").key(key);
    }
}
