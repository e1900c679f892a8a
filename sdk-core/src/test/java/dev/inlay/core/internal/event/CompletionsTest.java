package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Removing what was delivered from a store that fails. */
final class CompletionsTest {

    private static final Payload NOTHING = Payload.of("application/json", new byte[] {'{', '}'});

    private final SimulatedClock clock = new SimulatedClock();
    private final RelayClock relayClock = new RelayClock(clock, clock);
    private final Outbox outbox = new Outbox(clock, 1, "erp", "dms", "crm");
    private final Faults faults = new Faults(LoggerFactory.getLogger(CompletionsTest.class), relayClock);
    private final Set<String> locked = new HashSet<>();
    private final List<String> gone = new ArrayList<>();
    private final Completions completions = new Completions(
            store(), RelayOptions.defaults(), relayClock, faults, (lane, events, all) -> gone.add(lane.target()));
    private boolean away;
    private int calls;
    private long ids;

    @Test
    void removesTheOthersWhileOneLaneIsLocked() {
        locked.add("erp");
        acknowledge("erp", "dms", "crm");

        turnsFor(Duration.ofMillis(200));
        assertThat(gone).containsExactlyInAnyOrder("dms", "crm");

        calls = 0;
        for (int i = 0; i < 100; i++) {
            acknowledge("dms");
            turnsFor(Duration.ofMillis(100));
        }
        assertThat(gone).as("removed in ten seconds").hasSize(102);
        assertThat(calls).as("calls, of which few are for the locked lane").isBetween(101, 115);
        assertThat(faults.current()).singleElement().asString().contains("erp");

        locked.clear();
        acknowledge("erp");
        turnsFor(Duration.ofSeconds(6));
        assertThat(gone).contains("erp").hasSize(103);
        assertThat(faults.current()).isEmpty();
    }

    @Test
    void asksAStoreThatIsAwayTwiceATurn() {
        away = true;
        acknowledge("erp", "dms", "crm");
        clock.advance(Duration.ofMillis(10));

        Throwable thrown = catchThrowable(completions::turn);

        assertThat(thrown).isInstanceOf(StoreException.class);
        assertThat(calls).isEqualTo(2);
        away = false;
        turnsFor(Duration.ofSeconds(1));
        assertThat(gone).containsExactlyInAnyOrder("erp", "dms", "crm");
        assertThat(faults.current()).isEmpty();
    }

    /** Removes everything of which it is told, unless a row of it is locked, or the store away. */
    private OutboxStore store() {
        return Intercepted.store(outbox.store, (method, args) -> {
            calls++;
            List<?> batches = (List<?>) args[0];
            if (away || batches.stream().anyMatch(this::isLocked)) {
                throw new StoreException("store.failed", true, method, null);
            }
            return batches.stream()
                    .map(batch -> ((Acknowledged) batch).events().size())
                    .toList();
        });
    }

    private boolean isLocked(Object batch) {
        return locked.contains(((Acknowledged) batch).lane().target());
    }

    private void acknowledge(String... targets) {
        for (String target : targets) {
            long id = ++ids;
            StoredEvent event = new StoredEvent(
                    id, Optional.empty(), 0, 0, "event-" + id, "invoice.issued", 1, NOTHING, clock.instant());
            completions.add(new Lane(0, Outbox.NORTH, target), event, false);
        }
    }

    private void turnsFor(Duration time) {
        for (long past = 0; past < time.toMillis(); past += 5) {
            clock.advance(Duration.ofMillis(5));
            try {
                completions.turn();
            } catch (StoreException e) {
                assertThat(away || !locked.isEmpty()).isTrue();
            }
        }
    }
}
