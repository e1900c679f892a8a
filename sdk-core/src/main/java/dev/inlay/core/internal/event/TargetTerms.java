package dev.inlay.core.internal.event;

import dev.inlay.api.event.TargetPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * How one target is served: its policy, and what the relay does for all where that is silent.
 *
 * @param attempts how often an event is tried before it is parked
 * @param backoffBase the longest wait after the first failed attempt
 * @param backoffCap the longest wait after any
 * @param sendTimeout when a transport that does not return is given up
 * @param places how many events may be on their way to the target at once
 * @param placesPerTenant how many of them may be of one tenant
 * @param maxAge how long an event is tried before it is parked
 * @param firstPause how long an unusable target is left alone at first
 * @param longestPause what that grows to
 */
record TargetTerms(
        int attempts,
        Duration backoffBase,
        Duration backoffCap,
        Duration sendTimeout,
        int places,
        int placesPerTenant,
        Optional<Duration> maxAge,
        Duration firstPause,
        Duration longestPause) {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final TargetPolicy SILENT = TargetPolicy.builder().build();

    static TargetTerms of(RelayOptions options, String target) {
        TargetPolicy policy = options.targets().getOrDefault(target, SILENT);
        int places = policy.mostInFlight().orElse(options.perTarget());
        int perTenant = policy.mostInFlight().isPresent() ? Math.max(1, places / 2) : places;
        Duration firstPause = policy.firstPause().orElse(FIRST_PAUSE);
        return new TargetTerms(
                policy.attempts().orElse(options.attempts()),
                policy.backoffBase().orElse(options.backoffBase()),
                policy.backoffCap().orElse(options.backoffCap()),
                policy.sendTimeout().orElse(options.sendTimeout()),
                places,
                policy.mostInFlightPerTenant().orElse(Math.min(options.perTenant(), perTenant)),
                policy.maxAge(),
                firstPause,
                policy.longestPause().orElse(LONGEST_PAUSE));
    }
}
