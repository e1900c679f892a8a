package dev.inlay.provider.resilience4j;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.TransportDecorator;
import java.time.Duration;

/**
 * Stands around every transport of an instance: a circuit breaker per target (or per tenant and target), and if asked
 * for, a bulkhead and a rate limit per tenant and target. What it holds back was not attempted: it uses up none of an
 * event's attempts, and comes again when there is a chance. Of a batch, as many events go out as may; the others are
 * held back.
 *
 * <p>The circuit breaker counts the last calls. No answer, an error of the receiver's and any other outcome that asks
 * for a retry are failures; a refused event is an answer, so it counts as success. A retry that says when, as with the
 * HTTP statuses 429 and 503 and a {@code Retry-After}, may concern one tenant alone: it does not count while the same
 * target has served another tenant within the last minute, and is a failure otherwise. A target that is unusable, a
 * tenant that is disabled and what another decorator held back say nothing of the receiver's health and do not count.
 *
 * <p>Too many failures open it: nothing is sent for a while. The breaker of a target pauses the target as a whole, so
 * that its streams do not come back one by one to be told to wait; that of a tenant holds back each stream of the
 * tenant until calls may pass again. Then a few calls may pass, and decide whether it closes or opens again.
 *
 * <p>Thread-safe. Starts no thread; time comes from the clock of the instance, and setting that back prolongs no pause.
 *
 * @since 0.1
 */
public final class Resilience implements Plugin {

    private final Settings settings;
    private final SteadyClock clock = new SteadyClock();

    private Resilience(Settings settings) {
        this.settings = settings;
    }

    /**
     * A circuit breaker per target with every default, no bulkhead and no rate limit.
     *
     * @return a plug-in to install
     */
    public static Resilience withDefaults() {
        return builder().build();
    }

    /**
     * Begins a plug-in.
     *
     * @return a builder with every default
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.resilience4j", "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TransportDecorator.class, transport -> new GuardedTransport(transport, settings, clock));
    }

    @Override
    public void start(PluginContext context) {
        clock.follow(context.clock());
    }

    /** What the builder collected. */
    record Settings(
            int failurePercent,
            int window,
            int minimumCalls,
            Duration openFor,
            int probes,
            int concurrentPerTenant,
            int callsPerTenant,
            Duration period,
            int maxTenants,
            boolean breakerPerTenant) {

        boolean guardsTenants() {
            return breakerPerTenant || concurrentPerTenant > 0 || callsPerTenant > 0;
        }
    }

    /** Collects a plug-in. Not thread-safe. */
    public static final class Builder {

        private static final int UNLIMITED = 0;

        private int failurePercent = 50;
        private int window = 20;
        private int minimumCalls = 10;
        private Duration openFor = Duration.ofSeconds(10);
        private int probes = 3;
        private int concurrentPerTenant = UNLIMITED;
        private int callsPerTenant = UNLIMITED;
        private Duration period = Duration.ofSeconds(1);
        private int maxTenants = 10_000;
        private boolean breakerPerTenant;

        private Builder() {}

        /**
         * Sets how many of the last calls to a target must have failed for its circuit breaker to open.
         *
         * @param percent 1 to 100; default 50
         * @return this builder
         * @throws InvalidValueException for {@code resilience.failurePercent}
         */
        public Builder failurePercent(int percent) {
            this.failurePercent = within("resilience.failurePercent", percent, 100);
            return this;
        }

        /**
         * Sets how many calls the circuit breaker looks back.
         *
         * @param calls 1 to 10,000; default 20
         * @param minimum how many there must be before it opens, 1 to {@code calls}; default 10
         * @return this builder
         * @throws InvalidValueException for {@code resilience.window} or {@code resilience.minimumCalls}
         */
        public Builder window(int calls, int minimum) {
            this.window = within("resilience.window", calls, 10_000);
            this.minimumCalls = within("resilience.minimumCalls", minimum, calls);
            return this;
        }

        /**
         * Sets how long an open circuit breaker lets nothing pass, and how many calls then decide.
         *
         * @param openFor 1 ms to 1 hour; default 10 s
         * @param probes 1 to 1,000; default 3
         * @return this builder
         * @throws InvalidValueException for {@code resilience.openFor} or {@code resilience.probes}
         */
        public Builder reopening(Duration openFor, int probes) {
            this.openFor = upToAnHour("resilience.openFor", openFor);
            this.probes = within("resilience.probes", probes, 1_000);
            return this;
        }

        /**
         * Gives each tenant a circuit breaker of its own at each target, in place of the target's: for targets behind
         * which each tenant has its own receiver, such as webhooks.
         *
         * @return this builder
         */
        public Builder breakerPerTenant() {
            this.breakerPerTenant = true;
            return this;
        }

        /**
         * Limits how many calls of one tenant to one target are under way at once, on this node.
         *
         * @param calls 1 to 10,000; default unlimited
         * @return this builder
         * @throws InvalidValueException for {@code resilience.concurrentPerTenant}
         */
        public Builder concurrentPerTenant(int calls) {
            this.concurrentPerTenant = within("resilience.concurrentPerTenant", calls, 10_000);
            return this;
        }

        /**
         * Limits how many calls of one tenant to one target begin in a period, on this node.
         *
         * @param calls 1 to 1,000,000; default unlimited
         * @param period 1 ms to 1 hour
         * @return this builder
         * @throws InvalidValueException for {@code resilience.callsPerTenant} or {@code resilience.period}
         */
        public Builder callsPerTenant(int calls, Duration period) {
            this.callsPerTenant = within("resilience.callsPerTenant", calls, 1_000_000);
            this.period = upToAnHour("resilience.period", period);
            return this;
        }

        /**
         * Limits for how many tenants, per target, breakers and limits are kept in memory. Beyond it the tenant that
         * was served longest ago is forgotten, and begins anew with a closed breaker and a full rate. One that has
         * calls under way or an open breaker is never forgotten; where there are as many of these as are kept, a
         * further tenant is held back for a second at a time.
         *
         * @param tenants 1 to 1,000,000; default 10,000; more than may be down at once
         * @return this builder
         * @throws InvalidValueException for {@code resilience.maxTenants}
         */
        public Builder maxTenants(int tenants) {
            this.maxTenants = within("resilience.maxTenants", tenants, 1_000_000);
            return this;
        }

        private static int within(String field, int value, int max) {
            if (value < 1 || value > max) {
                throw new InvalidValueException(field, "must be 1 to " + max + ", was " + value);
            }
            return value;
        }

        private static Duration upToAnHour(String field, Duration value) {
            if (value.toMillis() < 1 || value.compareTo(Duration.ofHours(1)) > 0) {
                throw new InvalidValueException(field, "must be 1 ms to 1 hour, was " + value);
            }
            return value;
        }

        /**
         * Builds the plug-in.
         *
         * @return a plug-in to install, in one instance only
         */
        public Resilience build() {
            return new Resilience(new Settings(
                    failurePercent,
                    window,
                    minimumCalls,
                    openFor,
                    probes,
                    concurrentPerTenant,
                    callsPerTenant,
                    period,
                    maxTenants,
                    breakerPerTenant));
        }
    }
}
