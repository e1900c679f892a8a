package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.testkit.contracts.Proves;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@Proves("TEN-2")
final class StrictTenantsTest {

    private final TenantEngine engine = new TenantEngine(new MapDirectory(), () -> {}, false);
    private final StrictTenants tenants = new StrictTenants(engine);

    @Test
    void worksAsTheEngineWhereNothingIsLeft() {
        tenants.run(NORTH, () -> {
            try (TenantScope scope = tenants.open(NORTH);
                    TenantScope carried = tenants.capture().open()) {
                assertThat(scope).isNotSameAs(carried);
                assertThat(tenants.call(NORTH, tenants::current).id()).isEqualTo(NORTH);
                assertThat(engine.current()).isSameAs(tenants.current());
            }
        });

        assertThatCode(tenants::requireNoneOpen).doesNotThrowAnyException();
    }

    @Test
    void namesThePlaceOfAScopeThatWorkLeftOpen() {
        assertPlace(() -> tenants.run(NORTH, this::openAndForget));
        assertPlace(() -> tenants.runAsPlatform("night", this::openAndForget));
        assertPlace(() ->
                tenants.call(NORTH, () -> tenants.wrap(this::openAndForget)).run());

        assertThatCode(tenants::requireNoneOpen).doesNotThrowAnyException();
    }

    @Test
    void namesThePlaceAlsoWhereTheWorkFails() {
        assertThatThrownBy(() -> tenants.run(NORTH, () -> {
                    openAndForget();
                    throw new IllegalStateException("work");
                }))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(StrictTenantsTest::hasPlace);
    }

    @Test
    void namesThePlaceWhereTheTenantInTheWayWasBound() {
        openAndForget();

        assertPlace(() -> tenants.open(SOUTH));
        assertPlace(() -> tenants.runAsPlatform("night", () -> {}));
    }

    @Test
    void namesBothPlacesWhereScopesAreClosedOutOfOrder() {
        TenantScope outer = tenants.open(NORTH);
        openAndForget();

        assertPlace(outer::close);
    }

    @Test
    void namesWhatIsOpenOnAnyThreadWhenTheInstanceCloses() {
        CompletableFuture.runAsync(this::openAndForget).join();

        assertPlace(tenants::requireNoneOpen);
        assertThatCode(tenants::requireNoneOpen).doesNotThrowAnyException();
        engine.close();
    }

    private void openAndForget() {
        TenantScope forgotten = tenants.open(NORTH);
        assertThat(forgotten).isNotNull();
    }

    private static void assertPlace(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InlayException.class).satisfies(StrictTenantsTest::hasPlace);
    }

    private static void hasPlace(Throwable failure) {
        assertThat(failure.getSuppressed()).anySatisfy(place -> {
            assertThat(place).hasMessageContaining("was opened here");
            assertThat(Arrays.stream(place.getStackTrace()).map(StackTraceElement::getMethodName))
                    .contains("openAndForget");
        });
    }
}
