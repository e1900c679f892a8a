package dev.inlay.core.internal.event;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Backlog;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.Events;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Published;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.tenant.HostTransaction;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Publishes events and brings them out. Built, started once the store answers, then closed or halted, once.
 * Thread-safe.
 */
public final class EventEngine implements Events {

    private static final int MOST_PARKED = 10_000;

    private final Supplier<TenantId> tenant;
    private final Supplier<OutboxStore> stores;
    private final EntryFreezer freezer;
    private final Map<String, EventTransport> transports;
    private final EventEngineBuilder parts;
    private final Object life = new Object();
    private volatile RelayHealth.Phase phase = RelayHealth.Phase.NEW;
    private volatile @Nullable OutboxStore store;
    private volatile @Nullable Relay relay;

    EventEngine(EventEngineBuilder parts, Map<String, EventTransport> transports) {
        this.parts = parts;
        this.tenant = parts.tenant();
        this.stores = parts.store();
        this.transports = transports;
        InstantSource clock = parts.clock();
        this.freezer = new EntryFreezer(
                transports.keySet(), new PayloadFreezer(parts.codec()), new EventIds(clock, new SecureRandom()), clock);
    }

    /**
     * Begins an engine.
     *
     * @param tenant the tenant that the calling thread is bound to; throws when none is
     * @param store asked once, by {@link #start()}
     * @return a builder
     */
    public static EventEngineBuilder builder(Supplier<TenantId> tenant, Supplier<OutboxStore> store) {
        return new EventEngineBuilder(tenant, store);
    }

    /**
     * Starts the relay, if there is a transport to relay to. Does not block and does no I/O of its own; what the store
     * does not answer is asked again until it does. Does nothing when called again.
     */
    public void start() {
        synchronized (life) {
            if (phase != RelayHealth.Phase.NEW) {
                return;
            }
            OutboxStore started = stores.get();
            store = started;
            if (transports.isEmpty()) {
                phase = RelayHealth.Phase.IDLE;
                return;
            }
            Relay starting = relay(started);
            relay = starting;
            phase = RelayHealth.Phase.RUNNING;
            starting.start();
        }
    }

    private Relay relay(OutboxStore started) {
        RelayClock clock = new RelayClock(parts.clock(), parts.nanos());
        RelayParts made = new RelayParts(
                started,
                parts.nodeId(),
                parts.options(),
                clock,
                new Faults(LoggerFactory.getLogger(EventEngine.class), clock),
                new ThreadWorkers(parts.threads(), parts.options()));
        return new Relay(made, transports, parts.jitter(), parts.threads());
    }

    @Override
    public Published publish(Connection tx, ErpEvent event) {
        TenantId owner = tenant.get();
        OutboxStore to = store();
        HostTransaction.require(tx, owner);
        parts.writes().accept(tx);
        OutboxEntry entry = freezer.freeze(owner, event);
        Published published = to.append(tx, entry);
        Relay waking = relay;
        if (waking != null && !published.duplicate()) {
            waking.published();
        }
        return published;
    }

    @Override
    public List<Backlog> backlog() {
        return store().backlog();
    }

    @Override
    public List<ParkedEvent> parked(int limit) {
        if (limit < 1 || limit > MOST_PARKED) {
            throw new InvalidValueException("limit", "must be 1 to 10,000, was " + limit);
        }
        return store().parked(limit);
    }

    @Override
    public int replay(ParkedEvent event) {
        int moved = store().replay(event);
        Relay waking = relay;
        if (waking != null && moved > 0) {
            waking.changed();
        }
        return moved;
    }

    private OutboxStore store() {
        RelayHealth.Phase now = phase;
        OutboxStore ready = store;
        if (now == RelayHealth.Phase.NEW || ready == null) {
            throw new InlayException(
                    "instance.not-ready", true, "the outbox is not open yet; call awaitReady before you publish", null);
        }
        if (now != RelayHealth.Phase.RUNNING && now != RelayHealth.Phase.IDLE) {
            throw new InlayException("instance.closed", "the instance is closed; build another");
        }
        return ready;
    }

    /** Tells the relay that a transaction was committed, so that it looks at once. Cheap; never blocks. */
    public void signal() {
        Relay waking = relay;
        if (waking != null) {
            waking.signal();
        }
    }

    /**
     * What the relay is doing. Never blocks.
     *
     * @return a picture of this moment
     */
    public RelayHealth health() {
        RelayHealth.Phase now = phase;
        Relay running = relay;
        return running == null || now != RelayHealth.Phase.RUNNING ? RelayHealth.idle(now) : running.health();
    }

    /**
     * Refuses new events, lets what is on its way end, removes what was delivered, gives every shard back and ends all
     * threads. Idempotent. Blocks until done, for at most a few seconds more than the time given: a transport that is
     * still at work when it is over is interrupted, and its shard is left to run out.
     *
     * @param timeout for what is on its way
     */
    public void close(Duration timeout) {
        end(RelayHealth.Phase.CLOSED, ending -> ending.close(timeout));
    }

    /**
     * Ends at once and gives nothing back, as when the process is killed: what was delivered but not removed is
     * delivered again, and the shards are free when their leases run out. For tests of what survives a kill. When it
     * returns, no thread of the engine asks the store any more, unless the store takes longer than 2 s to answer.
     */
    public void halt() {
        end(RelayHealth.Phase.HALTED, Relay::halt);
    }

    private void end(RelayHealth.Phase last, Consumer<Relay> how) {
        Relay ending;
        synchronized (life) {
            if (phase == RelayHealth.Phase.CLOSED || phase == RelayHealth.Phase.HALTED) {
                return;
            }
            phase = last;
            ending = relay;
        }
        if (ending != null) {
            how.accept(ending);
        }
    }
}
