package dev.inlay.core.internal.event;

import dev.inlay.spi.store.OutboxStore;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The relays of an engine, one per database. Where databases may be added while the engine runs, and those that did not
 * answer may come up, a thread looks for new ones every second; where tenants have weights, another asks for them.
 * Started once, then closed or halted, once. Thread-safe.
 */
final class Relays {

    /** How long a database that was added, or came up, waits for its relay at most. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private static final long LAST_LOOK = TimeUnit.SECONDS.toNanos(2);

    private final Outboxes outboxes;
    private final Function<Outboxes.Named, Relay> making;
    private final RelayClock clock;
    private final Faults faults;
    private final Doorbell bell = new Doorbell();
    private final @Nullable RelayLoop finder;
    private final @Nullable RelayLoop weighing;

    /** By what the router answers, which is the same object each time; replaced as a whole, never changed. */
    private volatile IdentityHashMap<OutboxStore, Found> found = new IdentityHashMap<>();

    private boolean ended;

    /** A relay and the name of its database. */
    private record Found(String database, Relay relay) {}

    Relays(
            Outboxes outboxes,
            Function<Outboxes.Named, Relay> making,
            RelayClock clock,
            Function<String, ThreadFactory> threads,
            @Nullable TenantWeights weights) {
        this.outboxes = outboxes;
        this.making = making;
        this.clock = clock;
        this.faults = new Faults(LoggerFactory.getLogger(EventEngine.class), clock);
        this.finder = outboxes.mayChange()
                ? new RelayLoop("databases", this::look, bell, clock, faults, threads.apply("databases"))
                : null;
        this.weighing = weights == null
                ? null
                : new RelayLoop("weights", weights::turn, weights.bell(), clock, faults, threads.apply("weights"));
    }

    /** Does not block where databases may be added: the first look is the finder's too. */
    void start() {
        if (weighing != null) {
            weighing.start();
        }
        if (finder == null) {
            look();
        } else {
            finder.start();
        }
    }

    private long look() {
        for (Outboxes.Named outbox : outboxes.all()) {
            if (!found.containsKey(outbox.store())) {
                add(outbox);
            }
        }
        return clock.now() + LOOK.toNanos();
    }

    private synchronized void add(Outboxes.Named outbox) {
        if (ended) {
            return;
        }
        Relay relay = making.apply(outbox);
        IdentityHashMap<OutboxStore, Found> more = new IdentityHashMap<>(found);
        more.put(outbox.store(), new Found(outbox.database(), relay));
        found = more;
        relay.start();
    }

    /** Does something with the relay of a database, if it has one already; a new one looks around by itself. */
    void with(OutboxStore store, Consumer<Relay> doing) {
        Found known = found.get(store);
        if (known != null) {
            doing.accept(known.relay());
        }
    }

    void all(Consumer<Relay> doing) {
        found.values().forEach(known -> doing.accept(known.relay()));
    }

    RelayHealth health() {
        Collection<Found> known = found.values();
        if (finder == null && known.size() == 1) {
            return known.iterator().next().relay().health();
        }
        return RelayHealth.of(
                known.stream()
                        .map(one -> one.relay().health().named(one.database()))
                        .toList(),
                faults.current());
    }

    void close(Duration timeout) {
        Relay.close(end(), clock, timeout);
        awaitLast();
    }

    void halt() {
        Relay.halt(end(), clock);
        awaitLast();
    }

    private synchronized List<Relay> end() {
        ended = true;
        if (finder != null) {
            finder.stop();
        }
        if (weighing != null) {
            weighing.stop();
        }
        return found.values().stream().map(Found::relay).toList();
    }

    private void awaitLast() {
        if (finder != null) {
            finder.join(LAST_LOOK);
        }
        if (weighing != null) {
            weighing.join(LAST_LOOK);
        }
    }
}
