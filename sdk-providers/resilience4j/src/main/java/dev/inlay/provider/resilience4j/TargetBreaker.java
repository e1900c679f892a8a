package dev.inlay.provider.resilience4j;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The circuit breaker of one target, or of one tenant's receiver behind it. */
final class TargetBreaker {

    private static final Duration WHILE_PROBING = Duration.ofMillis(100);

    private final CircuitBreaker breaker;
    private final SteadyClock clock;
    private final Duration openFor;
    private final ServedLately served;
    private final Duration patience;
    private volatile Instant closedUntil = Instant.EPOCH;
    private Instant lastAdmitted = Instant.EPOCH;
    private int states;

    /** The patience is how long others wait for the outcome of the last probe. */
    TargetBreaker(String name, Resilience.Settings settings, Duration patience, SteadyClock clock) {
        this.clock = clock;
        this.patience = patience;
        this.openFor = settings.openFor();
        this.served = new ServedLately(clock);
        // No automatic transition and no maximum wait: either would start a thread of Resilience4j that outlives us.
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(settings.window())
                        .minimumNumberOfCalls(settings.minimumCalls())
                        .failureRateThreshold(settings.failurePercent())
                        .waitDurationInOpenState(openFor)
                        .permittedNumberOfCallsInHalfOpenState(settings.probes())
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher().onStateTransition(change -> {
            states++;
            if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                closedUntil = clock.instant().plus(openFor);
            }
        });
    }

    /**
     * Whoever is let through tells what became of it with {@link #record}, {@link #failed} or {@link #release}, and in
     * which state it was let through. Answers null to whoever is not.
     */
    synchronized @Nullable Integer admits() {
        boolean admitted = breaker.tryAcquirePermission();
        if (breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
            Instant now = clock.instant();
            if (admitted) {
                lastAdmitted = now;
            } else if (now.isAfter(lastAdmitted.plus(patience))) {
                // a probe that never returns would keep its place for ever
                breaker.transitionToOpenState();
            }
        }
        return admitted ? states : null;
    }

    String refusal() {
        return breaker.getState() == CircuitBreaker.State.OPEN
                ? "the circuit breaker of " + breaker.getName() + " is open"
                : "the circuit breaker of " + breaker.getName() + " waits for the outcome of other calls";
    }

    /** How long whoever was not let through waits, where one waits for all. */
    Duration pause() {
        return breaker.getState() == CircuitBreaker.State.OPEN ? untilHalfOpen() : WHILE_PROBING;
    }

    /** How long whoever was not let through waits, where each waits for itself: many must not come back at once. */
    Duration pauseOfEach() {
        return breaker.getState() == CircuitBreaker.State.OPEN ? untilHalfOpen() : openFor.dividedBy(4);
    }

    private Duration untilHalfOpen() {
        Duration left = Duration.between(clock.instant(), closedUntil);
        // it lets calls pass after, not at, the end
        return (left.isNegative() ? Duration.ZERO : left).plusMillis(1);
    }

    /** Whether it holds back calls, and will for a while yet: what must not be forgotten. */
    boolean isOpen() {
        return breaker.getState() == CircuitBreaker.State.OPEN
                && !clock.instant().isAfter(closedUntil);
    }

    void record(int state, TenantId tenant, DeliveryOutcome outcome) {
        switch (outcome.kind()) {
            case DELIVERED, REFUSED -> {
                served.add(tenant);
                tell(state, () -> breaker.onSuccess(0, TimeUnit.NANOSECONDS));
            }
            case RETRY -> {
                if (outcome.retryAfter().isPresent() && served.hasOtherThan(tenant)) {
                    release(state);
                } else {
                    failed(state, new FailedAttempt(outcome.reason()));
                }
            }
            case NOT_ATTEMPTED, TARGET_UNUSABLE, DISABLED -> release(state);
        }
    }

    void failed(int state, Exception failure) {
        tell(state, () -> breaker.onError(0, TimeUnit.NANOSECONDS, failure));
    }

    void release(int state) {
        tell(state, breaker::releasePermission);
    }

    /** A call that began in an earlier state has no place in this one. */
    private synchronized void tell(int state, Runnable told) {
        if (state == states) {
            told.run();
        }
    }

    /** Tells Resilience4j of a failure that was no exception. */
    private static final class FailedAttempt extends Exception {

        private static final long serialVersionUID = 1L;

        FailedAttempt(String reason) {
            super(reason, null, false, false);
        }
    }
}
