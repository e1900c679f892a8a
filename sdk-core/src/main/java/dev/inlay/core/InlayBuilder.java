package dev.inlay.core;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.core.internal.InlayInstance;
import dev.inlay.core.internal.InstanceOptions;
import dev.inlay.core.internal.InstanceOptions.Oversight;
import dev.inlay.core.internal.event.RelayOptions;
import dev.inlay.core.internal.event.Retention;
import dev.inlay.core.internal.plugin.Discovery;
import dev.inlay.core.internal.plugin.PluginSet;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.event.CredentialSource;
import dev.inlay.spi.event.EventTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an instance is made of. Not thread-safe; builds one instance, since plug-ins are not shared.
 *
 * @since 0.1
 */
public final class InlayBuilder {

    private final List<Plugin> installed = new ArrayList<>();
    private final List<Plugin> discovered = new ArrayList<>();
    private InstantSource clock = InstantSource.system();
    private String nodeId = "node-" + ProcessHandle.current().pid() + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    private Duration drainTime = Duration.ofSeconds(5);
    private Oversight oversight = Oversight.defaults();
    private final RelayOptions.Builder relay = RelayOptions.builder();
    private Retention retention = Retention.defaults();
    private boolean strictTenancy;
    private @Nullable PropagationOptions propagation;

    InlayBuilder() {}

    /**
     * Installs a plug-in.
     *
     * @param plugin the plug-in, used by this instance only
     * @return this builder
     */
    public InlayBuilder install(Plugin plugin) {
        installed.add(Objects.requireNonNull(plugin, "plugin"));
        return this;
    }

    /**
     * Adds every plug-in that a class loader sees through {@link java.util.ServiceLoader}. Without this call nothing is
     * discovered. Where an installed and a discovered plug-in want the same place, the installed one has it.
     *
     * @param loader the class loader
     * @return this builder
     * @throws InlayException with code {@code plugin.discovery} when one of them cannot be loaded
     */
    public InlayBuilder discoverPlugins(ClassLoader loader) {
        discovered.addAll(Discovery.in(loader));
        return this;
    }

    /**
     * Adds every plug-in of a module layer and its parents, as {@link #discoverPlugins(ClassLoader)} does.
     *
     * @param layer the layer
     * @return this builder
     * @throws InlayException with code {@code plugin.discovery} when one of them cannot be loaded
     */
    public InlayBuilder discoverPlugins(ModuleLayer layer) {
        discovered.addAll(Discovery.in(layer));
        return this;
    }

    /**
     * Sets the clock that everything in the instance asks for the time of day.
     *
     * @param clock default the system's
     * @return this builder
     */
    public InlayBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Names this instance among the nodes that share a database. Two instances that run at one time must not have the
     * same name.
     *
     * @param nodeId 1 to 64 visible ASCII characters; default the process id with a random part
     * @return this builder
     * @throws InvalidValueException for {@code nodeId}
     */
    public InlayBuilder nodeId(String nodeId) {
        if (nodeId.isEmpty() || nodeId.length() > 64 || !nodeId.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InvalidValueException("nodeId", "must have 1 to 64 visible ASCII characters");
        }
        this.nodeId = nodeId;
        return this;
    }

    /**
     * Sets how long {@link Inlay#close()} lets deliveries in flight end.
     *
     * @param drainTime zero or more; default 5 s
     * @return this builder
     * @throws InvalidValueException for {@code drainTime} when it is negative
     */
    public InlayBuilder drainTime(Duration drainTime) {
        if (drainTime.isNegative()) {
            throw new InvalidValueException("drainTime", "must not be negative");
        }
        this.drainTime = drainTime;
        return this;
    }

    /**
     * Sets for how long a node that dies keeps its share of the events from the others. Leases are renewed after a
     * third of it, and nothing is sent in its last tenth.
     *
     * @param leaseTime at least 1 s; default 10 s
     * @return this builder
     * @throws InvalidValueException for {@code leaseTime}
     */
    public InlayBuilder leaseTime(Duration leaseTime) {
        if (leaseTime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidValueException("leaseTime", "must be at least 1 s");
        }
        relay.lease(leaseTime, leaseTime.dividedBy(3), leaseTime.dividedBy(10));
        return this;
    }

    /**
     * Sets how often, and how patiently, a delivery is tried. The pause after a failure is drawn between nothing and a
     * bound that doubles with every failure; a receiver's Retry-After is honoured as the least.
     *
     * @param attempts how often before the event is parked, at least 1; default 10
     * @param base the bound after the first failure; default 200 ms
     * @param cap the highest bound; default 60 s
     * @return this builder
     * @throws InvalidValueException naming the field, when the instance is built
     */
    public InlayBuilder deliveryRetries(int attempts, Duration base, Duration cap) {
        relay.retry(attempts, base, cap);
        return this;
    }

    /**
     * Sets how many deliveries may be on their way at once, from this node; with several databases, out of each. Half
     * of a tenant's are divided among the targets, at least one to each, so that a target that does not answer leaves
     * some to the others.
     *
     * @param perTarget to one target, at least 1; default 64
     * @param perTenant of one tenant, at least 1; default 16
     * @return this builder
     * @throws InvalidValueException naming the field, when the instance is built
     */
    public InlayBuilder deliveriesInFlight(int perTarget, int perTenant) {
        relay.inFlight(perTarget, perTenant);
        return this;
    }

    /**
     * Sets how much of what waits is held in memory at once, from each database: as many events, and as many bytes of
     * payloads, whichever is less. Beside it one event of each tenant, target and shard in which something waits, and
     * what one question to the database brings, about 16 MiB. Less memory costs speed only where events are large.
     *
     * @param events at least 1; default 10,000
     * @param bytes at least 1; default 64 MiB
     * @return this builder
     * @throws InvalidValueException naming the field, when the instance is built
     */
    public InlayBuilder deliveryBuffer(int events, long bytes) {
        relay.buffer(Math.min(events, 1_000), events).bufferBytes(bytes);
        return this;
    }

    /**
     * Sets how long events that came in are remembered: a repetition that comes later is a new event. Older ones are
     * removed within minutes, by one node, in small transactions.
     *
     * @param time at least 1 min; default 30 days
     * @return this builder
     * @throws InvalidValueException for {@code inboxRetention}
     */
    public InlayBuilder inboxRetention(Duration time) {
        this.retention = retention.withInbox(time);
        return this;
    }

    /**
     * Sets how long request ids of published events are remembered, from when a delayed event falls due: a request
     * repeated later is published again.
     *
     * @param time at least 1 min; default 30 days
     * @return this builder
     * @throws InvalidValueException for {@code requestIdRetention}
     */
    public InlayBuilder requestIdRetention(Duration time) {
        this.retention = retention.withRequests(time);
        return this;
    }

    /**
     * Keeps every acknowledged event in a ledger, written in the transaction that removes it from the outbox, so that
     * deliveries can be compared with what receivers have and sent again. Without it nothing is kept, and nothing is
     * paid.
     *
     * @param time how long, at least 1 min; default no ledger
     * @return this builder
     * @throws InvalidValueException for {@code deliveryLedger}
     */
    public InlayBuilder deliveryLedger(Duration time) {
        this.retention = retention.withDeliveries(time);
        return this;
    }

    /**
     * Sets how long the outbox goes unseen at most while nothing happens: an event that another node published into a
     * shard of this one waits for up to so long for its first attempt, one that this node published does not wait for
     * it. While events come, this node looks every 20 ms, or as often as this where it is shorter.
     *
     * @param longest 1 ms to 1 min; default 1 s
     * @return this builder
     * @throws InvalidValueException for {@code pollMax}
     */
    public InlayBuilder pollMax(Duration longest) {
        if (longest.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new InvalidValueException("pollMax", "must be 1 ms to 1 min, was " + longest);
        }
        relay.pollMax(longest);
        return this;
    }

    /**
     * Sets how events are delivered to one target, where that differs from {@link #deliveryRetries} and
     * {@link #deliveriesInFlight}.
     *
     * @param name the target of an installed transport
     * @param policy replaces what was set for that target before
     * @return this builder
     */
    public InlayBuilder target(String name, TargetPolicy policy) {
        relay.target(Objects.requireNonNull(name, "name"), Objects.requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * Names this service to others, so that tenants can be taken from service to service. Needs keys as well, such as
     * {@link SigningKeys}.
     *
     * @param propagation default none: {@link Inlay#propagation()} throws
     * @return this builder
     */
    public InlayBuilder propagation(PropagationOptions propagation) {
        this.propagation = Objects.requireNonNull(propagation, "propagation");
        return this;
    }

    /**
     * Sets the longest that a grant of {@link Inlay#access()} may last.
     *
     * @param longest at least 1 s; default 8 h
     * @return this builder
     * @throws InvalidValueException for {@code longest}
     */
    public InlayBuilder longestAccess(Duration longest) {
        if (longest.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidValueException("longest", "must be at least 1 s");
        }
        this.oversight = new Oversight(longest, oversight.checkpointRecords(), oversight.checkpointTime());
        return this;
    }

    /**
     * Sets how much of an audit trail may be unproven. A checkpoint of each trail that grew on this node goes to the
     * anchors when one of the two is reached, and when the instance closes; without a
     * {@link dev.inlay.spi.audit.CheckpointAnchor} and a {@link dev.inlay.spi.tenant.KeySource} none is made. What a
     * node appended and did not anchor before it crashed is anchored when the trail grows again, on any node; where it
     * may not grow again, call {@link dev.inlay.api.audit.AuditTrail#checkpoint} after a crash.
     *
     * @param records appended to one trail, at least 1; default 1,000
     * @param time since the first of them, at least 1 ms; default 5 min
     * @return this builder
     * @throws InvalidValueException naming the field
     */
    public InlayBuilder auditCheckpoints(int records, Duration time) {
        if (records < 1) {
            throw new InvalidValueException("records", "must be at least 1, was " + records);
        }
        if (time.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidValueException("time", "must be at least 1 ms");
        }
        this.oversight = new Oversight(oversight.longestAccess(), records, time);
        return this;
    }

    /**
     * Remembers where each scope of {@link dev.inlay.api.tenant.Tenants} is opened, for tests: misuse names the places
     * as suppressed exceptions, and {@link Inlay#close()} throws, once everything is closed, when a scope of any thread
     * is still open. Costs a stack trace per scope.
     *
     * @param strict default {@code false}
     * @return this builder
     */
    public InlayBuilder strictTenancy(boolean strict) {
        this.strictTenancy = strict;
        return this;
    }

    /**
     * Builds the instance. Checks every plug-in, but does no I/O and makes no thread.
     *
     * @return an instance in phase {@code NEW}
     * @throws InlayException naming the plug-ins: {@code plugin.duplicate}, {@code plugin.spi-version},
     *     {@code plugin.need-missing}, {@code plugin.need-cycle}, {@code plugin.two-candidates}, or
     *     {@code plugin.no-directory} when nothing installed knows tenants
     * @throws InvalidValueException for {@code target} when there is a policy for a target that no transport is
     *     installed for, for {@code target.sendTimeout} when a transport may take as long as that or longer, and naming
     *     the field for what was set wrongly
     */
    public Inlay build() {
        PluginSet plugins = PluginSet.of(installed, discovered, CredentialSource.class);
        RelayOptions delivering = relay.build();
        delivering.requireTargets(plugins.extensions().many(EventTransport.class));
        delivering.requireTimeouts(plugins.extensions().many(EventTransport.class));
        return new InlayInstance(
                plugins,
                new InstanceOptions(
                        nodeId, clock, drainTime, delivering, retention, oversight, strictTenancy, propagation));
    }
}
