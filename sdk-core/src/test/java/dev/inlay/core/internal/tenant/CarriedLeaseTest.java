package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Access that ends, on its way through the carriers. */
@Proves({"TEN-3", "TEN-7"})
final class CarriedLeaseTest {

    private final TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, false);
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final Lease lease =
            new Lease(TenantContext.of(tenants.find(NORTH).orElseThrow().profile(), 1, Origin.BREAK_GLASS));
    private final Callable<String> look = () -> tenants.current().id() + " "
            + tenants.current().origin() + " " + (tenants.isReadOnly() ? "reads" : "writes");

    @AfterEach
    void leavesNothingOnAnyThread() throws Exception {
        assertThat(tenants.currentIfBound()).isEmpty();
        assertThat(pool.submit(tenants::currentIfBound).get(30, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(pool.submit(tenants::isReadOnly).get(30, TimeUnit.SECONDS)).isFalse();
        pool.shutdownNow();
    }

    @Test
    void isCarriedWithItsLimit() throws Exception {
        CompletableFuture<String> source = tenants.newFuture();
        try (TenantScope scope = tenants.open(lease, Origin.BREAK_GLASS)) {
            assertThat(scope).isNotNull();
            Callable<String> wrapped = tenants.wrap(look);
            CarriedTenant captured = tenants.capture();
            CompletableFuture<String> stage = source.thenApply(any -> looked());

            assertThat(tenants.wrap(pool).submit(look).get(30, TimeUnit.SECONDS))
                    .isEqualTo("north-clinic BREAK_GLASS reads");
            assertThat(pool.submit(wrapped).get(30, TimeUnit.SECONDS)).isEqualTo("north-clinic BREAK_GLASS reads");
            assertThat(pool.submit(() -> captured.call(look::call)).get(30, TimeUnit.SECONDS))
                    .isEqualTo("north-clinic BREAK_GLASS reads");
            assertThat(tenants.captureIfBound()).get().hasToString("north-clinic");
            pool.submit(() -> tenants.run(SOUTH, () -> {
                        source.complete("go");
                        assertThat(looked()).isEqualTo("south-clinic HOST writes");
                    }))
                    .get(30, TimeUnit.SECONDS);
            assertThat(stage.join()).isEqualTo("north-clinic BREAK_GLASS reads");
        }
    }

    @Test
    void endsForWhatIsUnderWayAtItsNextUse() throws Exception {
        try (TenantScope scope = tenants.open(lease, Origin.BREAK_GLASS)) {
            assertThat(scope).isNotNull();
            Runnable work = tenants.wrap(() -> {
                assertThat(looked()).isEqualTo("north-clinic BREAK_GLASS reads");
                lease.ended = true;
                assertEnded(tenants::current);
                assertEnded(tenants::currentIfBound);
                assertEnded(() -> tenants.run(NORTH, () -> {}));
                assertEnded(tenants::capture);
            });

            pool.submit(work).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void endsForWhatWaits() {
        CompletableFuture<String> source = tenants.newFuture();
        try (TenantScope scope = tenants.open(lease, Origin.BREAK_GLASS)) {
            assertThat(scope).isNotNull();
            Callable<String> wrapped = tenants.wrap(look);
            CarriedTenant captured = tenants.capture();
            CompletableFuture<String> stage = source.thenApply(any -> looked());
            lease.ended = true;

            source.complete("go");

            assertEnded(wrapped::call);
            assertEnded(captured::open);
            assertEnded(() -> captured.run(() -> {}));
            assertThatThrownBy(stage::join).hasRootCauseMessage("the grant has ended");
            assertThat(tenants.captureIfBound()).isPresent();
        }
    }

    @Test
    void keepsItsLimitsWhereTheSameTenantIsBoundAgain() {
        try (TenantScope scope = tenants.open(lease, Origin.BREAK_GLASS)) {
            assertThat(scope).isNotNull();
            tenants.run(NORTH, () -> assertThat(looked()).isEqualTo("north-clinic BREAK_GLASS reads"));
            try (TenantScope inner = tenants.open(NORTH)) {
                assertThat(inner).isNotNull();
                assertThat(looked()).isEqualTo("north-clinic BREAK_GLASS reads");
            }
            assertThatThrownBy(() -> tenants.run(SOUTH, () -> {})).isInstanceOf(NoTenantException.class);
        }
    }

    @Test
    void isNotOpenedInsideOfTheTenantsOwnWork() {
        tenants.run(
                NORTH,
                () -> assertThatThrownBy(() -> tenants.open(lease, Origin.BREAK_GLASS))
                        .isInstanceOf(NoTenantException.class));
    }

    @Test
    void restoresTheThreadWhereCarriedWorkLeavesAScopeOpen() throws Exception {
        try (TenantScope scope = tenants.open(lease, Origin.BREAK_GLASS)) {
            assertThat(scope).isNotNull();
            Callable<TenantScope> leaking = tenants.wrap((Callable<TenantScope>) () -> tenants.open(NORTH));

            assertThatThrownBy(() -> pool.submit(leaking).get(30, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageContaining("still open at its end");
        }
    }

    private String looked() {
        try {
            return look.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertEnded(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InlayException.class).hasMessage("the grant has ended");
    }

    private static final class Lease implements AccessLease {

        private final TenantContext tenant;
        private volatile boolean ended;

        Lease(TenantContext tenant) {
            this.tenant = tenant;
        }

        @Override
        public TenantContext require() {
            if (ended) {
                throw new InlayException("access.ended", "the grant has ended");
            }
            return tenant;
        }

        @Override
        public void recheck(Connection tx) {
            require();
        }

        @Override
        public TenantContext tenant() {
            return tenant;
        }

        @Override
        public boolean readOnly() {
            return true;
        }
    }
}
