package dev.inlay.core.internal;

import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.core.internal.event.RelayOptions;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the builder collected besides plug-ins, already validated.
 *
 * @param nodeId the name among the nodes that share a database
 * @param clock the time of day
 * @param drainTime how long closing lets deliveries in flight end
 * @param relay how events are delivered
 * @param propagation how this service names itself to others, if it does
 */
public record InstanceOptions(
        String nodeId,
        InstantSource clock,
        Duration drainTime,
        RelayOptions relay,
        @Nullable PropagationOptions propagation) {}
