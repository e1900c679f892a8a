package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.spi.event.EventTransport;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a relay works.
 *
 * @param leaseTtl how long a shard stays a node's after its last sign of life; default 10 s
 * @param leaseMargin how long before the end of a lease nothing is sent any more; default 1 s
 * @param heartbeat how often leases are renewed; default 3 s
 * @param perTarget how many calls to one target may be under way at once; default 64
 * @param perTenant how many events of one tenant may be on their way at once; default 16
 * @param attempts how often an event is tried before it is parked; default 10
 * @param backoffBase the longest wait after the first failed attempt, doubled with every further one; default 200 ms
 * @param backoffCap the longest wait after any failed attempt that named none itself; default 60 s
 * @param sendTimeout when a transport that does not return is given up; default 60 s
 * @param pollMin the shortest wait between two looks at everything, when no commit asks for one; default 20 ms
 * @param pollMax the longest wait between two looks at everything; default 1 s
 * @param batch how many acknowledged events are removed at once; default 500
 * @param linger how long an acknowledged event waits for others to be removed with; default 5 ms
 * @param laneBuffer how many events of one lane are held in memory; default 1,000
 * @param buffer how many events are held in memory; lanes that hold none may still fetch a few; default 10,000
 * @param bufferBytes how many bytes of payloads are held in memory, beside one event of each lane; default 64 MiB
 * @param virtualThreads whether to send on virtual threads where the JVM has them; default {@code true}
 * @param targets what is different at single targets; default nothing
 */
public record RelayOptions(
        Duration leaseTtl,
        Duration leaseMargin,
        Duration heartbeat,
        int perTarget,
        int perTenant,
        int attempts,
        Duration backoffBase,
        Duration backoffCap,
        Duration sendTimeout,
        Duration pollMin,
        Duration pollMax,
        int batch,
        Duration linger,
        int laneBuffer,
        int buffer,
        long bufferBytes,
        boolean virtualThreads,
        Map<String, TargetPolicy> targets) {

    /**
     * Validates the options.
     *
     * @param leaseTtl see the record
     * @param leaseMargin see the record
     * @param heartbeat see the record
     * @param perTarget see the record
     * @param perTenant see the record
     * @param attempts see the record
     * @param backoffBase see the record
     * @param backoffCap see the record
     * @param sendTimeout see the record
     * @param pollMin see the record
     * @param pollMax see the record
     * @param batch see the record
     * @param linger see the record
     * @param laneBuffer see the record
     * @param buffer see the record
     * @param bufferBytes see the record
     * @param virtualThreads see the record
     * @param targets see the record
     * @throws InvalidValueException naming the option
     */
    public RelayOptions {
        positive("relay.leaseTtl", leaseTtl);
        positive("relay.heartbeat", heartbeat);
        positive("relay.backoffBase", backoffBase);
        positive("relay.backoffCap", backoffCap);
        positive("relay.sendTimeout", sendTimeout);
        positive("relay.pollMin", pollMin);
        positive("relay.pollMax", pollMax);
        atLeastOne("relay.perTarget", perTarget);
        atLeastOne("relay.perTenant", perTenant);
        atLeastOne("relay.attempts", attempts);
        atLeastOne("relay.batch", batch);
        atLeastOne("relay.laneBuffer", laneBuffer);
        atLeastOne("relay.buffer", buffer);
        atLeastOne("relay.bufferBytes", bufferBytes);
        if (leaseMargin.isNegative() || linger.isNegative()) {
            throw new InvalidValueException("relay", "leaseMargin and linger must not be negative");
        }
        if (leaseMargin.plus(heartbeat).compareTo(leaseTtl) >= 0) {
            throw new InvalidValueException("relay.leaseTtl", "must be longer than heartbeat and leaseMargin together");
        }
        targets = Map.copyOf(targets);
    }

    /**
     * Refuses a policy that nothing would follow.
     *
     * @param transports everything that is installed
     * @throws InvalidValueException for {@code target}, naming it and what there is
     */
    public void requireTargets(Collection<EventTransport> transports) {
        Set<String> served = new TreeSet<>();
        transports.forEach(transport -> served.add(transport.target()));
        for (String target : new TreeSet<>(targets.keySet())) {
            if (!served.contains(target)) {
                throw new InvalidValueException(
                        "target",
                        "there is a policy for '" + target + "', but no transport to it; transports are installed for "
                                + served);
            }
        }
    }

    /**
     * Refuses a transport that would be given up before it has to answer, so that what it delivers late would be sent
     * again.
     *
     * @param transports as they are called
     * @throws InvalidValueException for {@code target.sendTimeout}, naming the target and both times
     */
    public void requireTimeouts(Collection<EventTransport> transports) {
        for (EventTransport transport : transports) {
            Duration patience = TargetTerms.of(this, transport.target()).sendTimeout();
            transport.timeout().filter(own -> own.compareTo(patience) >= 0).ifPresent(own -> {
                throw new InvalidValueException(
                        "target.sendTimeout",
                        "the transport to '" + transport.target() + "' may take " + own + ", but is given up after "
                                + patience + "; give the transport a shorter time-out, or the target a policy with a"
                                + " longer sendTimeout");
            });
        }
    }

    /**
     * Every default.
     *
     * @return the options
     */
    public static RelayOptions defaults() {
        return new Builder().build();
    }

    /**
     * Begins with every default.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    private static void positive(String field, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new InvalidValueException(field, "must be positive");
        }
    }

    private static void atLeastOne(String field, long value) {
        if (value < 1) {
            throw new InvalidValueException(field, "must be at least 1");
        }
    }

    /** Collects options; each setter is named after the component of {@link RelayOptions} that it sets. */
    public static final class Builder {

        private Duration leaseTtl = Duration.ofSeconds(10);
        private Duration leaseMargin = Duration.ofSeconds(1);
        private Duration heartbeat = Duration.ofSeconds(3);
        private int perTarget = 64;
        private int perTenant = 16;
        private int attempts = 10;
        private Duration backoffBase = Duration.ofMillis(200);
        private Duration backoffCap = Duration.ofSeconds(60);
        private Duration sendTimeout = Duration.ofSeconds(60);
        private Duration pollMin = Duration.ofMillis(20);
        private Duration pollMax = Duration.ofSeconds(1);
        private int batch = 500;
        private Duration linger = Duration.ofMillis(5);
        private int laneBuffer = 1_000;
        private int buffer = 10_000;
        private long bufferBytes = 64L << 20;
        private boolean virtualThreads = true;
        private final Map<String, TargetPolicy> targets = new HashMap<>();

        private Builder() {}

        /**
         * Sets the three times of a lease.
         *
         * @param ttl how long a shard stays a node's; default 10 s
         * @param every how often it is renewed; default 3 s
         * @param margin how long before its end nothing is sent any more; default 1 s
         * @return this builder
         */
        public Builder lease(Duration ttl, Duration every, Duration margin) {
            this.leaseTtl = ttl;
            this.heartbeat = every;
            this.leaseMargin = margin;
            return this;
        }

        /**
         * Sets how many events may be on their way at once.
         *
         * @param target to one target; default 64
         * @param tenant of one tenant; default 16
         * @return this builder
         */
        public Builder inFlight(int target, int tenant) {
            this.perTarget = target;
            this.perTenant = tenant;
            return this;
        }

        /**
         * Sets how often, and how patiently, an event is tried.
         *
         * @param attempts how often before it is parked; default 10
         * @param base the longest wait after the first; default 200 ms
         * @param cap the longest wait after any; default 60 s
         * @return this builder
         */
        public Builder retry(int attempts, Duration base, Duration cap) {
            this.attempts = attempts;
            this.backoffBase = base;
            this.backoffCap = cap;
            return this;
        }

        /**
         * Sets when a transport that does not return is given up.
         *
         * @param timeout longer than any transport's own time-out; default 60 s
         * @return this builder
         */
        public Builder sendTimeout(Duration timeout) {
            this.sendTimeout = timeout;
            return this;
        }

        /**
         * Sets how often the store is looked at when nothing tells of new events.
         *
         * @param min default 20 ms
         * @param max default 1 s
         * @return this builder
         */
        public Builder poll(Duration min, Duration max) {
            this.pollMin = min;
            this.pollMax = max;
            return this;
        }

        /**
         * Sets the longest wait between two looks, and the shortest where that would be longer.
         *
         * @param max default 1 s
         * @return this builder
         */
        public Builder pollMax(Duration max) {
            this.pollMax = max;
            if (pollMin.compareTo(max) > 0) {
                this.pollMin = max;
            }
            return this;
        }

        /**
         * Sets how acknowledged events are removed.
         *
         * @param batch how many at once; default 500
         * @param linger how long one waits for others; default 5 ms
         * @return this builder
         */
        public Builder completion(int batch, Duration linger) {
            this.batch = batch;
            this.linger = linger;
            return this;
        }

        /**
         * Sets how many events are held in memory.
         *
         * @param lane of one lane; default 1,000
         * @param all of all lanes; default 10,000
         * @return this builder
         */
        public Builder buffer(int lane, int all) {
            this.laneBuffer = lane;
            this.buffer = all;
            return this;
        }

        /**
         * Sets how many bytes of payloads are held in memory.
         *
         * @param most at least 1
         * @return this builder
         */
        public Builder bufferBytes(long most) {
            this.bufferBytes = most;
            return this;
        }

        /**
         * Sets whether to send on virtual threads where the JVM has them.
         *
         * @param wanted default {@code true}
         * @return this builder
         */
        public Builder virtualThreads(boolean wanted) {
            this.virtualThreads = wanted;
            return this;
        }

        /**
         * Sets what is different at one target.
         *
         * @param name the target
         * @param policy replaces what was set for it before
         * @return this builder
         */
        public Builder target(String name, TargetPolicy policy) {
            targets.put(name, policy);
            return this;
        }

        /**
         * Builds the options.
         *
         * @return immutable options
         * @throws InvalidValueException naming the option
         */
        public RelayOptions build() {
            return new RelayOptions(
                    leaseTtl,
                    leaseMargin,
                    heartbeat,
                    perTarget,
                    perTenant,
                    attempts,
                    backoffBase,
                    backoffCap,
                    sendTimeout,
                    pollMin,
                    pollMax,
                    batch,
                    linger,
                    laneBuffer,
                    buffer,
                    bufferBytes,
                    virtualThreads,
                    targets);
        }
    }
}
