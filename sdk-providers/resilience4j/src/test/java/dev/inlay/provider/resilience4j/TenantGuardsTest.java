package dev.inlay.provider.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Circuit breakers per tenant, and what is kept when there are more tenants than are kept. */
@Proves("EVT-4")
@Timeout(30)
final class TenantGuardsTest {

    private static final DeliveryOutcome FAILED = DeliveryOutcome.retry("HTTP 500");

    private final Target webhook = new Target();

    @Test
    void opensForTheTenantWhoseReceiverIsDownOnly() throws Exception {
        Guarded guarded = new Guarded(webhook, perTenant(10));
        fail(guarded, "north");

        DeliveryOutcome north = guarded.with(DeliveryOutcome.delivered()).deliver("north");
        DeliveryOutcome south = guarded.deliver("south");

        assertThat(north.kind()).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(north.reason()).isEqualTo("the circuit breaker of erp for north is open");
        assertThat(north.retryAfter()).contains(Duration.ofMillis(10_001));
        assertThat(south.kind()).isEqualTo(Kind.DELIVERED);
    }

    @Test
    void letsStreamsOfTheTenantComeBackSlowlyWhileProbesAreOut() throws Exception {
        Guarded guarded = new Guarded(webhook, perTenant(10));
        fail(guarded, "north");
        guarded.pass(Duration.ofSeconds(11));
        webhook.answers(DeliveryOutcome.delivered());
        CountDownLatch release = webhook.holdsTheNextCall();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<DeliveryOutcome> probe = executor.submit(() -> guarded.deliver("north"));
        webhook.awaitCall();

        DeliveryOutcome other = guarded.deliver("north");
        release.countDown();
        probe.get();
        executor.shutdown();

        assertThat(other.kind()).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(other.retryAfter()).contains(Duration.ofMillis(2_500));
    }

    @Test
    void countsBeingPutOffForATenantsOwnBreaker() throws Exception {
        Guarded guarded = new Guarded(webhook, perTenant(10));
        guarded.with(DeliveryOutcome.delivered()).deliver("south");
        guarded.with(DeliveryOutcome.retry("HTTP 503", Duration.ofSeconds(1)));
        guarded.deliver("north");
        guarded.deliver("north");

        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.NOT_ATTEMPTED);
    }

    @Test
    void neverForgetsAnOpenBreaker() throws Exception {
        Guarded guarded = new Guarded(webhook, perTenant(10));
        fail(guarded, "north");
        guarded.with(DeliveryOutcome.delivered());

        for (int i = 0; i < 1_000; i++) {
            assertThat(guarded.deliver("tenant-" + i).kind()).isEqualTo(Kind.DELIVERED);
        }

        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.NOT_ATTEMPTED);
    }

    @Test
    void neverForgetsACallUnderWay() throws Exception {
        Guarded guarded = new Guarded(
                webhook,
                Resilience.builder().concurrentPerTenant(1).maxTenants(10).build());
        CountDownLatch release = webhook.holdsTheNextCall();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<DeliveryOutcome> first = executor.submit(() -> guarded.deliver("north"));
        webhook.awaitCall();

        for (int i = 0; i < 1_000; i++) {
            assertThat(guarded.deliver("tenant-" + i).kind()).isEqualTo(Kind.DELIVERED);
        }

        assertThat(guarded.deliver("north").kind()).as("its place is taken").isEqualTo(Kind.NOT_ATTEMPTED);
        release.countDown();
        first.get();
        executor.shutdown();
        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.DELIVERED);
    }

    @Test
    void holdsAFurtherTenantBackWhereNobodyMayBeForgotten() throws Exception {
        Guarded guarded = new Guarded(webhook, perTenant(3));
        for (int i = 0; i < 3; i++) {
            fail(guarded, "down-" + i);
        }
        guarded.with(DeliveryOutcome.delivered());

        DeliveryOutcome held = guarded.deliver("north");
        guarded.pass(Duration.ofSeconds(11));
        DeliveryOutcome later = guarded.deliver("north");

        assertThat(held.kind()).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(held.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(later.kind()).as("when a breaker's time is over").isEqualTo(Kind.DELIVERED);
    }

    @Test
    void keepsNoMoreTenantsThanItIsTold() {
        SteadyClock clock = new SteadyClock();
        TenantGuards guards = new TenantGuards("erp", settings(100), Duration.ofSeconds(1), clock);

        for (int i = 0; i < 5_000; i++) {
            TenantGuard guard = guards.take(TenantId.of("tenant-" + i));
            guards.giveBack(guard);
        }

        assertThat(guards.size()).isEqualTo(100);
    }

    private static Resilience.Settings settings(int tenants) {
        return new Resilience.Settings(
                50, 20, 10, Duration.ofSeconds(10), 3, 1, 0, Duration.ofSeconds(1), tenants, false);
    }

    private static Resilience perTenant(int tenants) {
        return Resilience.builder()
                .breakerPerTenant()
                .window(2, 2)
                .failurePercent(100)
                .reopening(Duration.ofSeconds(10), 1)
                .maxTenants(tenants)
                .build();
    }

    private static void fail(Guarded guarded, String tenant) throws Exception {
        guarded.with(FAILED);
        guarded.deliver(tenant);
        guarded.deliver(tenant);
    }
}
