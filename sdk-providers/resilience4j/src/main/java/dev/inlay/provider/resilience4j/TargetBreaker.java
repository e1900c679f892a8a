package dev.inlay.provider.resilience4j;

import dev.inlay.spi.event.DeliveryOutcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** The circuit breaker of one target. */
final class TargetBreaker {

    private static final Duration WHILE_PROBING = Duration.ofSeconds(1);

    private final CircuitBreaker breaker;
    private final SteadyClock clock;
    private final Duration openFor;
    private volatile Instant closedUntil = Instant.EPOCH;

    TargetBreaker(String target, Resilience.Settings settings, SteadyClock clock) {
        this.clock = clock;
        this.openFor = settings.openFor();
        // No automatic transition and no maximum wait: either would start a thread of Resilience4j that outlives us.
        this.breaker = CircuitBreaker.of(
                target,
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
            if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                closedUntil = clock.instant().plus(openFor);
            }
        });
    }

    /** Whoever is let through tells what became of it with {@link #record} or {@link #release}. */
    boolean admits() {
        return breaker.tryAcquirePermission();
    }

    DeliveryOutcome refusal() {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            Duration left = Duration.between(clock.instant(), closedUntil);
            return DeliveryOutcome.notAttempted(
                    "the circuit breaker of " + breaker.getName() + " is open",
                    // it lets calls pass after, not at, the end
                    (left.isNegative() ? Duration.ZERO : left).plusMillis(1));
        }
        return DeliveryOutcome.notAttempted(
                "the circuit breaker of " + breaker.getName() + " waits for the outcome of other calls", WHILE_PROBING);
    }

    void record(DeliveryOutcome outcome) {
        switch (outcome.kind()) {
            case DELIVERED, REFUSED -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            case RETRY -> {
                if (outcome.retryAfter().isPresent()) {
                    release();
                } else {
                    failed(new FailedAttempt(outcome.reason()));
                }
            }
            case NOT_ATTEMPTED, TARGET_UNUSABLE -> release();
        }
    }

    void failed(Exception failure) {
        breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }

    void release() {
        breaker.releasePermission();
    }

    /** Tells Resilience4j of a failure that was no exception. */
    private static final class FailedAttempt extends Exception {

        private static final long serialVersionUID = 1L;

        FailedAttempt(String reason) {
            super(reason, null, false, false);
        }
    }
}
