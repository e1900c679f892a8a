package dev.inlay.provider.resilience4j;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls to one target pass, or says why not: first the circuit breaker, then the bulkhead, then the rate limit.
 */
final class Admission {

    private static final Duration WHILE_BUSY = Duration.ofMillis(100);
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(1);

    private final String target;
    private final @Nullable TargetBreaker ofAll;
    private final @Nullable TenantGuards guards;

    Admission(String target, Resilience.Settings settings, Duration patience, SteadyClock clock) {
        this.target = target;
        this.ofAll = settings.breakerPerTenant() ? null : new TargetBreaker(target, settings, patience, clock);
        this.guards = settings.guardsTenants() ? new TenantGuards(target, settings, patience, clock) : null;
    }

    /** A pass, which must be given back with what became of the call; or the outcome of one that is held back. */
    Answer ask(TenantId tenant) {
        if (guards == null) {
            return passBreaker(tenant, null);
        }
        TenantGuard guard = guards.take(tenant);
        if (guard == null) {
            return held(
                    "tenant " + tenant + " waits: as many tenants of " + target
                            + " as are kept in memory have calls under way or a receiver that is down",
                    UNTIL_ROOM);
        }
        Answer answer = passBreaker(tenant, guard);
        if (answer.held() != null) {
            guards.giveBack(guard);
        }
        return answer;
    }

    private Answer passBreaker(TenantId tenant, @Nullable TenantGuard guard) {
        TargetBreaker breaker = guard != null && guard.breaker() != null ? guard.breaker() : ofAll;
        Integer state = breaker == null ? null : breaker.admits();
        if (breaker != null && state == null) {
            return breaker == ofAll
                    ? new Answer(null, DeliveryOutcome.targetUnusable(breaker.refusal(), breaker.pause()))
                    : held(breaker.refusal(), breaker.pauseOfEach());
        }
        if (guard != null && !guard.enters()) {
            release(breaker, state);
            return held("tenant " + tenant + " has as many calls under way to " + target + " as it may", WHILE_BUSY);
        }
        if (guard != null && !guard.spends()) {
            guard.leaves();
            release(breaker, state);
            return held("tenant " + tenant + " has used up its rate to " + target, guard.untilRefill());
        }
        return new Answer(new Pass(tenant, breaker, state, guard), null);
    }

    private static void release(@Nullable TargetBreaker breaker, @Nullable Integer state) {
        if (breaker != null && state != null) {
            breaker.release(state);
        }
    }

    private static Answer held(String reason, Duration pause) {
        return new Answer(null, DeliveryOutcome.notAttempted(reason, pause));
    }

    /** One of the two is null. */
    record Answer(@Nullable Pass pass, @Nullable DeliveryOutcome held) {}

    /** A call that was let through; ended once, by one of its methods. */
    final class Pass {

        private final TenantId tenant;
        private final @Nullable TargetBreaker breaker;
        private final @Nullable Integer state;
        private final @Nullable TenantGuard guard;

        Pass(TenantId tenant, @Nullable TargetBreaker breaker, @Nullable Integer state, @Nullable TenantGuard guard) {
            this.tenant = tenant;
            this.breaker = breaker;
            this.state = state;
            this.guard = guard;
        }

        void ended(DeliveryOutcome outcome) {
            if (breaker != null && state != null) {
                breaker.record(state, tenant, outcome);
            }
            giveBack();
        }

        void failed(Exception failure) {
            if (breaker != null && state != null) {
                breaker.failed(state, failure);
            }
            giveBack();
        }

        /** It says nothing of the receiver. */
        void calledOff() {
            release(breaker, state);
            giveBack();
        }

        private void giveBack() {
            if (guard != null && guards != null) {
                guard.leaves();
                guards.giveBack(guard);
            }
        }
    }
}
