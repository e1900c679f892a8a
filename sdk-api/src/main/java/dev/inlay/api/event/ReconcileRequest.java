package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Which deliveries to compare. Immutable.
 *
 * @since 0.1
 */
public final class ReconcileRequest {

    private static final int MOST_EXAMPLES = 10_000;

    private final TenantId tenant;
    private final String target;
    private final Instant from;
    private final Instant until;
    private final Duration margin;
    private final int examples;

    private ReconcileRequest(
            TenantId tenant, String target, Instant from, Instant until, Duration margin, int examples) {
        this.tenant = Objects.requireNonNull(tenant, "tenant");
        this.target = Objects.requireNonNull(target, "target");
        this.from = Objects.requireNonNull(from, "from");
        this.until = Objects.requireNonNull(until, "until");
        this.margin = Objects.requireNonNull(margin, "margin");
        this.examples = examples;
        if (!from.isBefore(until)) {
            throw new InvalidValueException("until", "must be after 'from'");
        }
        if (margin.isNegative()) {
            throw new InvalidValueException("margin", "must not be negative");
        }
        if (examples < 0 || examples > MOST_EXAMPLES) {
            throw new InvalidValueException("examples", "must be 0 to " + MOST_EXAMPLES);
        }
    }

    /**
     * What was acknowledged within a time, with a margin of 5 minutes and 100 examples of each kind.
     *
     * @param tenant whose
     * @param target where it went
     * @param from inclusive
     * @param until exclusive; past by the margin when the comparison begins
     * @return the request
     * @throws InvalidValueException for {@code until} when it is not after {@code from}
     */
    public static ReconcileRequest of(TenantId tenant, String target, Instant from, Instant until) {
        return new ReconcileRequest(tenant, target, from, until, Duration.ofMinutes(5), 100);
    }

    /**
     * The same with another margin at both ends, within which the receiver's clock, and the way of an acknowledgement,
     * may differ: the receiver is asked for so much more, and what only lies there is not extra.
     *
     * @param wanted zero or more; default 5 min
     * @return a new request
     * @throws InvalidValueException for {@code margin}
     */
    public ReconcileRequest margin(Duration wanted) {
        return new ReconcileRequest(tenant, target, from, until, wanted, examples);
    }

    /**
     * The same with another number of examples in the report.
     *
     * @param wanted of each kind, 0 to 10,000; default 100
     * @return a new request
     * @throws InvalidValueException for {@code examples}
     */
    public ReconcileRequest examples(int wanted) {
        return new ReconcileRequest(tenant, target, from, until, margin, wanted);
    }

    /**
     * Whose deliveries.
     *
     * @return the tenant
     */
    public TenantId tenant() {
        return tenant;
    }

    /**
     * Where they went.
     *
     * @return the target's name
     */
    public String target() {
        return target;
    }

    /**
     * The beginning.
     *
     * @return inclusive
     */
    public Instant from() {
        return from;
    }

    /**
     * The end.
     *
     * @return exclusive
     */
    public Instant until() {
        return until;
    }

    /**
     * How much clocks may differ.
     *
     * @return zero or more
     */
    public Duration margin() {
        return margin;
    }

    /**
     * How many examples of each kind the report has at most.
     *
     * @return 0 to 10,000
     */
    public int examples() {
        return examples;
    }

    @Override
    public String toString() {
        return "deliveries of " + tenant + " to " + target + " from " + from + " until " + until;
    }
}
