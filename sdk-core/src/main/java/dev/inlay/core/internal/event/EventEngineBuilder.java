package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryListener;
import dev.inlay.spi.event.EventRoutes;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.EventUpcaster;
import dev.inlay.spi.event.PayloadCodec;
import dev.inlay.spi.event.TransportDecorator;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what an {@link EventEngine} is made of. Not thread-safe. */
public final class EventEngineBuilder {

    private final Supplier<TenantContext> tenant;
    private final Outboxes outboxes;
    private @Nullable String nodeId;
    private InstantSource clock = InstantSource.system();
    private LongSupplier nanos = System::nanoTime;
    private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();
    private Function<String, ThreadFactory> threads = purpose -> task -> {
        Thread thread = new Thread(task, "inlay-" + purpose);
        thread.setDaemon(true);
        return thread;
    };
    private Consumer<Connection> writes = tx -> {};
    private PayloadCodec codec = new JacksonPayloadCodec();
    private List<EventTransport> transports = List.of();
    private List<TransportDecorator> decorators = List.of();
    private EventRoutes routes = (tenant, type) -> Optional.empty();
    private List<EventUpcaster> upcasters = List.of();
    private RelayOptions options = RelayOptions.defaults();
    private boolean keepingDeliveries;
    private List<DeliveryListener> listeners = List.of();
    private OperatorTrail trail = (tenant, entry) -> {};
    private @Nullable Weighing weighing;

    EventEngineBuilder(Supplier<TenantContext> tenant, Outboxes outboxes) {
        this.tenant = tenant;
        this.outboxes = outboxes;
    }

    /**
     * Names the node. Required: two nodes of one name would both hold every lease.
     *
     * @param id different for every run of every node that shares the database
     * @return this builder
     */
    public EventEngineBuilder nodeId(String id) {
        this.nodeId = id;
        return this;
    }

    /**
     * Sets both clocks.
     *
     * @param wall the instance's clock
     * @param monotonic nanoseconds that never go back; default {@link System#nanoTime()}
     * @return this builder
     */
    public EventEngineBuilder clock(InstantSource wall, LongSupplier monotonic) {
        this.clock = wall;
        this.nanos = monotonic;
        return this;
    }

    /**
     * Sets what is asked before an event is written on a host's connection.
     *
     * @param check throws where the bound tenant's data may not be written; default lets all through
     * @return this builder
     */
    public EventEngineBuilder writes(Consumer<Connection> check) {
        this.writes = check;
        return this;
    }

    /**
     * Sets what backoffs are jittered by.
     *
     * @param random from 0, inclusive, to 1, exclusive; thread-safe
     * @return this builder
     */
    public EventEngineBuilder jitter(DoubleSupplier random) {
        this.jitter = random;
        return this;
    }

    /**
     * Sets how threads are made.
     *
     * @param factories by purpose; daemons, named
     * @return this builder
     */
    public EventEngineBuilder threads(Function<String, ThreadFactory> factories) {
        this.threads = factories;
        return this;
    }

    /**
     * Sets the codec.
     *
     * @param payloads default {@link JacksonPayloadCodec}
     * @return this builder
     */
    public EventEngineBuilder codec(PayloadCodec payloads) {
        this.codec = payloads;
        return this;
    }

    /**
     * Sets where events go, and what stands around every transport.
     *
     * @param targets one per target
     * @param around the first outermost
     * @return this builder
     */
    public EventEngineBuilder transports(List<EventTransport> targets, List<TransportDecorator> around) {
        this.transports = List.copyOf(targets);
        this.decorators = List.copyOf(around);
        return this;
    }

    /**
     * Sets which targets events go to that name none.
     *
     * @param rules default all targets
     * @return this builder
     */
    public EventEngineBuilder routes(EventRoutes rules) {
        this.routes = rules;
        return this;
    }

    /**
     * Sets what brings old events to a newer form.
     *
     * @param steps at most one per type and version; default none
     * @return this builder
     */
    public EventEngineBuilder upcasters(List<EventUpcaster> steps) {
        this.upcasters = List.copyOf(steps);
        return this;
    }

    /**
     * Sets how the relay works.
     *
     * @param relay default {@link RelayOptions#defaults()}
     * @return this builder
     */
    public EventEngineBuilder options(RelayOptions relay) {
        this.options = relay;
        return this;
    }

    /**
     * Sets whether acknowledged events are kept in the ledger.
     *
     * @param wanted default {@code false}
     * @return this builder
     */
    public EventEngineBuilder keepingDeliveries(boolean wanted) {
        this.keepingDeliveries = wanted;
        return this;
    }

    /**
     * Sets who hears what becomes of events.
     *
     * @param hearing called on a thread of the engine's
     * @return this builder
     */
    public EventEngineBuilder listeners(List<DeliveryListener> hearing) {
        this.listeners = List.copyOf(hearing);
        return this;
    }

    /**
     * Sets where it is recorded what operators do.
     *
     * @param records default: nowhere
     * @return this builder
     */
    public EventEngineBuilder trail(OperatorTrail records) {
        this.trail = records;
        return this;
    }

    /**
     * Sets what tenants weigh while they take turns at a target.
     *
     * @param asking a tenant's weight, empty where it is not known; may block
     * @param version another number when any answer may be another; neither blocks nor allocates
     * @return this builder
     */
    public EventEngineBuilder weights(Function<TenantId, OptionalInt> asking, LongSupplier version) {
        this.weighing = new Weighing(asking, version);
        return this;
    }

    /**
     * Builds the engine; does no I/O.
     *
     * @return an engine, not started
     * @throws InvalidValueException for {@code nodeId} when there is none, and for {@code transport.target} when a name
     *     is not allowed, taken twice or changed by a decorator, and for {@code event.upcaster} when two take the same
     *     version of a type or one between others is missing, and for {@code target.sendTimeout} when a transport, with
     *     what stands around it, may take as long as that or longer
     */
    public EventEngine build() {
        nodeId();
        Map<String, EventTransport> byTarget = new LinkedHashMap<>();
        for (EventTransport transport : transports) {
            String target = EventTransport.checkTarget(transport.target());
            if (byTarget.put(target, decorated(transport, target)) != null) {
                throw refused("two transports are installed for '" + target + "'; remove one");
            }
        }
        options.requireTimeouts(byTarget.values());
        return new EventEngine(this, Map.copyOf(byTarget));
    }

    private EventTransport decorated(EventTransport transport, String target) {
        EventTransport decorated = transport;
        for (int i = decorators.size() - 1; i >= 0; i--) {
            decorated = decorators.get(i).decorate(decorated);
        }
        if (!decorated.target().equals(target)) {
            throw refused("a decorator renamed '" + target + "' to '" + decorated.target() + "'");
        }
        return decorated;
    }

    private static InvalidValueException refused(String problem) {
        return new InvalidValueException("transport.target", problem);
    }

    EventRoutes routes() {
        return routes;
    }

    List<EventUpcaster> upcasters() {
        return upcasters;
    }

    Supplier<TenantContext> tenant() {
        return tenant;
    }

    Outboxes outboxes() {
        return outboxes;
    }

    String nodeId() {
        if (nodeId == null) {
            throw new InvalidValueException("nodeId", "must be set, to another value in every node and run");
        }
        return nodeId;
    }

    Consumer<Connection> writes() {
        return writes;
    }

    InstantSource clock() {
        return clock;
    }

    LongSupplier nanos() {
        return nanos;
    }

    DoubleSupplier jitter() {
        return jitter;
    }

    Function<String, ThreadFactory> threads() {
        return threads;
    }

    PayloadCodec codec() {
        return codec;
    }

    List<DeliveryListener> listeners() {
        return listeners;
    }

    OperatorTrail trail() {
        return trail;
    }

    RelayOptions options() {
        return options;
    }

    boolean keepsDeliveries() {
        return keepingDeliveries;
    }

    @Nullable
    Weighing weighing() {
        return weighing;
    }

    /** Where weights come from. */
    record Weighing(Function<TenantId, OptionalInt> asking, LongSupplier version) {}
}
