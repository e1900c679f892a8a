package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.event.Response;
import dev.inlay.spi.store.InboxEntry;
import dev.inlay.spi.store.InboxKey;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@Proves("EVT-6")
final class RetentionRoundsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryStores stores = InMemoryStores.create();
    private long nanos;
    private final RetentionRounds rounds = new RetentionRounds(
            () -> List.of(stores),
            Retention.defaults().withInbox(Duration.ofDays(1)).withDeliveries(Duration.ofDays(1)),
            () -> NOON,
            () -> nanos,
            Thread::new);

    @Test
    void forgetsWhatIsOlderThanItsRetentionAndNothingElse() throws SQLException {
        receive("old", NOON.minus(Duration.ofDays(1)).minusMillis(1));
        receive("young", NOON.minus(Duration.ofDays(1)));

        untilIdle();

        assertThat(isThere("old")).isFalse();
        assertThat(isThere("young")).isTrue();
    }

    @Test
    void removesAPagePerTurnWithPausesBetween() throws SQLException {
        for (int i = 0; i < RetentionRounds.PAGE + 1; i++) {
            receive("e-" + i, NOON.minus(Duration.ofDays(2)));
        }

        long turns = untilIdle();

        assertThat(turns).isGreaterThanOrEqualTo(4);
        assertThat(isThere("e-0")).isFalse();
        assertThat(isThere("e-" + RetentionRounds.PAGE)).isFalse();
    }

    @Test
    void doesNothingWhileItIsAnothersTurn() throws SQLException {
        receive("old", NOON.minus(Duration.ofDays(2)));
        stores.outbox().takeTurn("retention", Duration.ofDays(365));

        untilIdle();

        assertThat(isThere("old")).isTrue();
    }

    /** Takes turns as the thread would, over one round. */
    private long untilIdle() {
        nanos += Duration.ofMinutes(1).toNanos();
        long turns = 1;
        while (rounds.turn() - nanos <= RetentionRounds.PAUSE.toNanos()) {
            nanos += RetentionRounds.PAUSE.toNanos();
            turns++;
        }
        return turns;
    }

    private void receive(String id, Instant at) throws SQLException {
        try (Connection tx = begin()) {
            stores.inbox().claim(tx, new InboxEntry(key(id), "f", Response.none(), at));
            tx.commit();
        }
    }

    private boolean isThere(String id) throws SQLException {
        try (Connection tx = begin()) {
            return stores.inbox()
                    .claim(tx, new InboxEntry(key(id), "f", Response.none(), NOON))
                    .isPresent();
        }
    }

    private Connection begin() throws SQLException {
        Connection tx = stores.dataSource().getConnection();
        tx.setAutoCommit(false);
        return tx;
    }

    private static InboxKey key(String id) {
        return new InboxKey(Outbox.NORTH, "stock", "erp", id);
    }
}
