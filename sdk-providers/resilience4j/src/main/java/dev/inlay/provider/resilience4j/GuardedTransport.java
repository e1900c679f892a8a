package dev.inlay.provider.resilience4j;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A transport with its guards: the breaker of the target first, then the tenant's bulkhead, then its rate limit. */
final class GuardedTransport implements EventTransport {

    private static final Duration WHILE_BUSY = Duration.ofMillis(100);

    private final EventTransport transport;
    private final TargetBreaker breaker;
    private final TenantAllowances allowances;

    GuardedTransport(EventTransport transport, Resilience.Settings settings, SteadyClock clock) {
        this.transport = transport;
        this.breaker = new TargetBreaker(transport.target(), settings, clock);
        this.allowances = new TenantAllowances(settings, clock);
    }

    @Override
    public String target() {
        return transport.target();
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
        TenantAllowances.Allowance allowance = allowances.of(event.tenant());
        if (!breaker.admits()) {
            return breaker.refusal();
        }
        if (!allowance.enters()) {
            breaker.release();
            return DeliveryOutcome.notAttempted(
                    "tenant " + event.tenant() + " has as many calls under way to " + target() + " as it may",
                    WHILE_BUSY);
        }
        try {
            if (!allowance.spends()) {
                breaker.release();
                return DeliveryOutcome.notAttempted(
                        "tenant " + event.tenant() + " has used up its rate to " + target(), allowance.untilRefill());
            }
            return attempt(event);
        } finally {
            allowance.leaves();
        }
    }

    private DeliveryOutcome attempt(OutboundEvent event) throws Exception {
        DeliveryOutcome outcome;
        try {
            outcome = answer(transport.deliver(event));
        } catch (InterruptedException e) {
            breaker.release();
            throw e;
        } catch (Exception e) {
            breaker.failed(e);
            throw e;
        } catch (Error e) {
            breaker.release();
            throw e;
        }
        breaker.record(outcome);
        return outcome;
    }

    private DeliveryOutcome answer(@Nullable DeliveryOutcome outcome) {
        return outcome == null ? DeliveryOutcome.retry("the transport of " + target() + " answered null") : outcome;
    }
}
