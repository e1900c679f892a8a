package dev.inlay.core.internal.event;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.Events;
import dev.inlay.api.event.Published;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.tenant.HostTransaction;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Publishes events and brings them out. Built, started once the store answers, then closed or halted, once.
 * Thread-safe.
 */
public final class EventEngine implements Events {

    private final Supplier<TenantContext> tenant;
    private final Outboxes outboxes;
    private final EntryFreezer freezer;
    private final Upcasts upcasts;
    private final Map<String, EventTransport> transports;
    private final EventEngineBuilder parts;
    private final EventOperations operations;
    private final DeliveryNews news;
    private final Object life = new Object();
    private volatile RelayHealth.Phase phase = RelayHealth.Phase.NEW;
    private volatile @Nullable Relays relays;

    EventEngine(EventEngineBuilder parts, Map<String, EventTransport> transports) {
        this.parts = parts;
        this.tenant = parts.tenant();
        this.outboxes = parts.outboxes();
        this.transports = transports;
        InstantSource clock = parts.clock();
        this.upcasts = Upcasts.of(parts.upcasters());
        this.operations = new EventOperator(
                this::databases, this::sending, new OperatorActs(this::databases, parts.trail(), clock, this::tell));
        this.news = new DeliveryNews(
                parts.listeners(),
                clock::instant,
                new Faults(LoggerFactory.getLogger(EventEngine.class), new RelayClock(clock, parts.nanos())));
        this.freezer = new EntryFreezer(
                transports.keySet(),
                parts.routes(),
                upcasts,
                new PayloadFreezer(parts.codec()),
                new EventIds(clock, new SecureRandom()),
                clock);
    }

    /**
     * Begins an engine.
     *
     * @param tenant the tenant that the calling thread is bound to; throws when none is
     * @param outboxes asked by {@link #start()} first
     * @return a builder
     */
    public static EventEngineBuilder builder(Supplier<TenantContext> tenant, Outboxes outboxes) {
        return new EventEngineBuilder(tenant, outboxes);
    }

    /**
     * Starts a relay per database, if there is a transport to relay to. Does not block and does no I/O of its own; what
     * a store does not answer is asked again until it does. Does nothing when called again.
     */
    public void start() {
        synchronized (life) {
            if (phase != RelayHealth.Phase.NEW) {
                return;
            }
            if (transports.isEmpty()) {
                phase = RelayHealth.Phase.IDLE;
                return;
            }
            RelayClock clock = new RelayClock(parts.clock(), parts.nanos());
            EventEngineBuilder.Weighing asked = parts.weighing();
            TenantWeights weights = asked == null
                    ? TenantWeights.equal(clock)
                    : new TenantWeights(asked.asking(), asked.version(), clock);
            Relays starting = new Relays(
                    outboxes,
                    outbox -> relay(outbox, clock, weights),
                    clock,
                    parts.threads(),
                    asked == null ? null : weights);
            relays = starting;
            phase = RelayHealth.Phase.RUNNING;
            news.start(parts.threads().apply("listeners"));
            starting.start();
        }
    }

    private Relay relay(Outboxes.Named outbox, RelayClock clock, TenantWeights weights) {
        String suffix = outbox.database().isEmpty() ? "" : "." + outbox.database();
        Function<String, ThreadFactory> threads = purpose -> parts.threads().apply(purpose + suffix);
        OutboxStore store = parts.keepsDeliveries() ? outbox.store().keepingDeliveries(parts.clock()) : outbox.store();
        RelayParts made = new RelayParts(
                store,
                operations(outbox),
                parts.nodeId(),
                parts.options(),
                clock,
                new Faults(LoggerFactory.getLogger(EventEngine.class), clock),
                new ThreadWorkers(threads, parts.options()),
                upcasts,
                weights,
                news);
        return new Relay(made, transports, parts.jitter(), threads);
    }

    private static @Nullable OutboxOperations operations(Outboxes.Named outbox) {
        try {
            return outbox.operations().get();
        } catch (StoreException e) {
            if (e.code().equals("store.no-operations")) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public Published publish(Connection tx, ErpEvent event) {
        TenantContext owner = tenant.get();
        OutboxStore to = outboxFor(tx, owner);
        OutboxEntry entry = freezer.freeze(owner, event);
        if (entry.targets().isEmpty()) {
            return new Published(entry.eventId(), false);
        }
        Published published = to.append(tx, entry);
        if (!published.duplicate()) {
            wake(to, List.of(entry));
        }
        return published;
    }

    @Override
    public List<Published> publishAll(Connection tx, List<ErpEvent> events) {
        TenantContext owner = tenant.get();
        OutboxStore to = outboxFor(tx, owner);
        List<OutboxEntry> all = freezer.freeze(owner, List.copyOf(events));
        List<OutboxEntry> entries =
                all.stream().filter(entry -> !entry.targets().isEmpty()).toList();
        Iterator<Published> written = (entries.isEmpty() ? List.<Published>of() : to.appendAll(tx, entries)).iterator();
        List<Published> published = all.stream()
                .map(entry -> entry.targets().isEmpty() ? new Published(entry.eventId(), false) : written.next())
                .toList();
        wake(to, entries);
        return published;
    }

    private OutboxStore outboxFor(Connection tx, TenantContext owner) {
        requireOpen();
        OutboxStore to = outboxes.of(owner);
        HostTransaction.require(tx, owner.id());
        parts.writes().accept(tx);
        return to;
    }

    private void wake(OutboxStore store, List<OutboxEntry> written) {
        Relays waking = relays;
        if (waking != null) {
            waking.with(store, relay -> tell(store, relay, written));
        }
    }

    private static void tell(OutboxStore store, Relay relay, List<OutboxEntry> written) {
        for (OutboxEntry entry : written) {
            if (entry.due().isPresent()) {
                relay.delayed(entry.due().get());
            } else {
                relay.published(store.lanesOf(entry));
            }
        }
    }

    @Override
    public EventOperations operations() {
        return operations;
    }

    private List<Outboxes.Named> databases() {
        requireOpen();
        return List.copyOf(outboxes.all());
    }

    /**
     * Tells the relay of an outbox that events were put back, so that it looks at once. Cheap.
     *
     * @param store the outbox
     */
    public void changed(OutboxStore store) {
        Relays waking = relays;
        if (waking != null) {
            waking.with(store, Relay::changed);
        }
    }

    private void tell(Outboxes.Named database, OperatorActs.Change change) {
        Relays waking = relays;
        if (waking != null) {
            waking.with(database.store(), change == OperatorActs.Change.HOLDS ? Relay::holdsChanged : Relay::changed);
        }
    }

    private EventOperator.Sending sending(Outboxes.Named database) {
        Map<Lane, Integer> inFlight = new HashMap<>();
        Map<String, Integer> stuck = new HashMap<>();
        Map<Lane, String> notAttempted = new HashMap<>();
        Relays running = relays;
        if (running != null) {
            running.with(database.store(), relay -> {
                inFlight.putAll(relay.inFlightByLane());
                stuck.putAll(relay.health().stuckAt());
                notAttempted.putAll(relay.notAttempted());
            });
        }
        return new EventOperator.Sending(inFlight, stuck, notAttempted);
    }

    private void requireOpen() {
        RelayHealth.Phase now = phase;
        if (now == RelayHealth.Phase.NEW) {
            throw new InlayException(
                    "instance.not-ready", true, "the outbox is not open yet; call awaitReady before you publish", null);
        }
        if (now != RelayHealth.Phase.RUNNING && now != RelayHealth.Phase.IDLE) {
            throw new InlayException("instance.closed", "the instance is closed; build another");
        }
    }

    /** Tells every relay that a transaction was committed, so that it looks at once. Cheap; never blocks. */
    public void signal() {
        Relays waking = relays;
        if (waking != null) {
            waking.all(Relay::signal);
        }
    }

    /**
     * Tells the relay of a tenant's database that a transaction was committed there, so that it looks at once. Cheap.
     *
     * @param committed whose transaction it was
     */
    public void signal(TenantContext committed) {
        Relays waking = relays;
        if (waking != null) {
            waking.with(outboxes.of(committed), Relay::signal);
        }
    }

    /**
     * What the relay is doing. Never blocks.
     *
     * @return a picture of this moment
     */
    public RelayHealth health() {
        RelayHealth.Phase now = phase;
        Relays running = relays;
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
        end(RelayHealth.Phase.HALTED, Relays::halt);
    }

    private void end(RelayHealth.Phase last, Consumer<Relays> how) {
        Relays ending;
        synchronized (life) {
            if (phase == RelayHealth.Phase.CLOSED || phase == RelayHealth.Phase.HALTED) {
                return;
            }
            phase = last;
            ending = relays;
        }
        if (ending != null) {
            how.accept(ending);
            news.close();
        }
    }
}
