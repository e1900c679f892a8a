package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantScope;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class TenantScopeTest {

    private final TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, false);

    @Test
    void bindsUntilItIsClosedAndASecondCloseDoesNothing() {
        TenantScope first = tenants.open(NORTH);
        assertThat(tenants.current().id()).isEqualTo(NORTH);

        first.close();

        assertThat(tenants.currentIfBound()).isEmpty();
        try (TenantScope second = tenants.open(SOUTH)) {
            first.close();
            assertThat(tenants.current().id()).isEqualTo(SOUTH);
            assertThat(second).isNotSameAs(first);
        }
    }

    @Test
    void nestsForTheSameTenant() {
        try (TenantScope outer = tenants.open(NORTH)) {
            try (TenantScope inner = tenants.open(NORTH)) {
                assertThat(inner).isNotSameAs(outer);
            }
            assertThat(tenants.current().id()).isEqualTo(NORTH);
        }
        assertThat(tenants.currentIfBound()).isEmpty();
    }

    @Test
    void refusesToCloseOnAnotherThread() {
        String owner = Thread.currentThread().getName();
        try (TenantScope scope = tenants.open(NORTH)) {
            CompletableFuture.runAsync(() -> tenants.run(SOUTH, () -> {
                        assertMisuse(scope::close, "was opened on thread '" + owner + "'");
                        assertMisuse(scope::close, "use Tenants.wrap");
                        assertThat(tenants.current().id()).isEqualTo(SOUTH);
                    }))
                    .join();
            assertThat(tenants.current().id()).isEqualTo(NORTH);
        }
        assertThat(tenants.currentIfBound()).isEmpty();
    }

    @Test
    void refusesToCloseOutOfOrderAndStaysBound() {
        TenantScope outer = tenants.open(NORTH);
        TenantScope inner = tenants.open(NORTH);

        assertMisuse(outer::close, "try-with-resources");

        assertThat(tenants.current().id()).isEqualTo(NORTH);
        inner.close();
        outer.close();
        assertThat(tenants.currentIfBound()).isEmpty();
    }

    @Test
    void saysThatAScopeWasLeftOpenInsideOfWorkAndUnbindsAllTheSame() {
        TenantScope[] left = new TenantScope[1];

        assertMisuse(
                () -> tenants.run(NORTH, () -> {
                    left[0] = tenants.open(NORTH);
                }),
                "still open");
        assertMisuse(() -> tenants.call(NORTH, () -> tenants.open(NORTH)), "still open");
        assertMisuse(
                () -> tenants.runAsPlatform("night", () -> {
                    TenantScope forgotten = tenants.open(NORTH);
                    assertThat(forgotten).isNotNull();
                }),
                "night");

        assertThat(tenants.currentIfBound()).isEmpty();
        try (TenantScope later = tenants.open(SOUTH)) {
            assertMisuse(left[0]::close, "not the innermost");
            assertThat(tenants.current().id()).isEqualTo(SOUTH);
            assertThat(later).isNotNull();
        }
    }

    @Test
    void takesATenantOffItsThreadForAWhile() {
        tenants.run(NORTH, () -> {
            try (TenantScope nothing = tenants.unbind("this message came without a tenant")) {
                assertThat(nothing).isNotNull();
                assertThat(tenants.currentIfBound()).isEmpty();
                assertThat(tenants.captureIfBound()).isEmpty();
                assertThatThrownBy(tenants::current)
                        .isInstanceOf(NoTenantException.class)
                        .hasMessageContaining("this message came without a tenant");
                tenants.run(SOUTH, () -> assertThat(tenants.current().id()).isEqualTo(SOUTH));
            }
            assertThat(tenants.current().id()).isEqualTo(NORTH);
        });
    }

    @Test
    void keepsTheOrderAlsoWhereNothingIsBound() {
        TenantScope nothing = tenants.unbind("none");
        TenantScope inner = tenants.open(NORTH);

        assertMisuse(nothing::close, "not the innermost");
        CompletableFuture.runAsync(() -> assertMisuse(nothing::close, "use Tenants.wrap"))
                .join();
        inner.close();
        nothing.close();
        nothing.close();

        assertThat(tenants.currentIfBound()).isEmpty();
        assertThatThrownBy(() -> tenants.unbind(" ")).isInstanceOf(InvalidValueException.class);
    }

    private static void assertMisuse(ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOfSatisfying(InlayException.class, e -> {
            assertThat(e.code()).isEqualTo("tenant.scope.misuse");
            assertThat(e).hasMessageContaining(text);
        });
    }
}
