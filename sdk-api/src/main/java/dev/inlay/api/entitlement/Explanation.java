package dev.inlay.api.entitlement;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A decision with everything that led to it, for a support screen. Immutable.
 *
 * @since 0.1
 */
public final class Explanation {

    private final Decision decision;
    private final OptionalLong used;
    private final @Nullable Instant resetAt;
    private final List<Losing> losing;

    private Explanation(Decision decision, OptionalLong used, @Nullable Instant resetAt, List<Losing> losing) {
        this.decision = Objects.requireNonNull(decision, "decision");
        this.used = used;
        this.resetAt = resetAt;
        this.losing = List.copyOf(losing);
    }

    /**
     * Creates an explanation. The engine calls this.
     *
     * @param decision the decision
     * @param used how many were used in the current window; empty for a flag
     * @param resetAt when the window ends, or {@code null}
     * @param losing the sources that lost, strongest first; copied
     * @return the explanation
     */
    public static Explanation of(Decision decision, OptionalLong used, @Nullable Instant resetAt, List<Losing> losing) {
        return new Explanation(decision, used, resetAt, losing);
    }

    /**
     * The decision explained.
     *
     * @return as {@link Entitlements#check(Feature)} gives it
     */
    public Decision decision() {
        return decision;
    }

    /**
     * How many were used in the current window.
     *
     * @return empty for a flag
     */
    public OptionalLong used() {
        return used;
    }

    /**
     * How many are left.
     *
     * @return never negative; empty for a flag and for a limit that no source grants
     */
    public OptionalLong remaining() {
        if (used.isEmpty() || decision.limit().isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, decision.limit().getAsLong() - used.getAsLong()));
    }

    /**
     * When the window ends and counting begins anew.
     *
     * @return empty for a flag
     */
    public Optional<Instant> resetAt() {
        return Optional.ofNullable(resetAt);
    }

    /**
     * The sources that speak of the feature too and lost, or are not in force yet or any more.
     *
     * @return those in force first, strongest first
     */
    public List<Losing> losing() {
        return losing;
    }

    /**
     * A source that lost.
     *
     * @param source kind and id joined by a colon
     * @param value what it would have granted, as text
     * @param why why it lost, for example {@code "overridden by contract:c-17"} or {@code "ended 2027-01-01T00:00:00Z"}
     */
    public record Losing(String source, String value, String why) {}
}
