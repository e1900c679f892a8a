package dev.inlay.core.internal;

import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.core.internal.event.RelayOptions;
import dev.inlay.core.internal.event.Retention;
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
 * @param retention how long what is only remembered is kept
 * @param oversight how long support may stay, and when audit trails are anchored
 * @param strictTenancy whether it is remembered where each scope is opened
 * @param propagation how this service names itself to others, if it does
 */
public record InstanceOptions(
        String nodeId,
        InstantSource clock,
        Duration drainTime,
        RelayOptions relay,
        Retention retention,
        Oversight oversight,
        boolean strictTenancy,
        @Nullable PropagationOptions propagation) {

    /**
     * The bounds of break-glass and of what an audit trail cannot prove.
     *
     * @param longestAccess the longest that a grant of access may last
     * @param checkpointRecords how many records appended to one trail make a checkpoint due
     * @param checkpointTime how long after a record one is due at the latest
     */
    public record Oversight(Duration longestAccess, int checkpointRecords, Duration checkpointTime) {

        /**
         * What holds where the builder is told nothing.
         *
         * @return 8 h; 1,000 records or 5 min
         */
        public static Oversight defaults() {
            return new Oversight(Duration.ofHours(8), 1000, Duration.ofMinutes(5));
        }
    }
}
