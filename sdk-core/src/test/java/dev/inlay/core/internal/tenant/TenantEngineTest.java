package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class TenantEngineTest {

    private final MapDirectory directory = new MapDirectory();
    private final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);

    @Test
    void bindsForTheTimeOfTheWorkAndReturnsItsResult() {
        String path = tenants.call(NORTH, () -> tenants.current().path().toString());

        assertThat(path).isEqualTo("inlay/medisoft/-/north-clinic");
        assertThat(tenants.currentIfBound()).isEmpty();
    }

    @Test
    void unbindsWhenTheWorkThrowsAndLetsItsCheckedExceptionThrough() {
        assertThatThrownBy(() -> tenants.run(NORTH, () -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class);

        assertThat(tenants.currentIfBound()).isEmpty();
    }

    @Test
    @Proves("TEN-2")
    void failsClosedWhenNothingIsBound() {
        assertCode("tenant.none", tenants::current);
        assertThatThrownBy(tenants::current)
                .hasMessageContaining(Thread.currentThread().getName())
                .hasMessageContaining("Tenants.run");
    }

    @Test
    @Proves("TEN-9")
    void refusesTenantsThatMayNotWork() {
        directory.put(NORTH, TenantStatus.SUSPENDED);
        directory.put(SOUTH, TenantStatus.CLOSED);

        assertCode("tenant.suspended", () -> tenants.run(NORTH, () -> {}));
        assertCode("tenant.closed", () -> tenants.open(SOUTH));
        assertCode("tenant.unknown", () -> tenants.run(TenantId.of("NORTH-CLINIC"), () -> {}));
        assertThat(tenants.find(NORTH)).get().extracting(TenantContext::id).isEqualTo(NORTH);
        assertThat(tenants.find(TenantId.of("nobody"))).isEmpty();
        assertThat(tenants.currentIfBound()).isEmpty();
    }

    @Test
    @Proves("TEN-2")
    void bindsTheSameTenantAgainButNoOther() {
        tenants.run(NORTH, () -> {
            tenants.run(NORTH, () -> assertThat(tenants.current().id()).isEqualTo(NORTH));
            assertCode("tenant.rebind", () -> tenants.run(SOUTH, () -> {}));
            assertCode("tenant.rebind", () -> tenants.call(SOUTH, () -> 1));
            assertCode("tenant.rebind", () -> tenants.open(SOUTH));
            assertCode("tenant.rebind", () -> tenants.runAsPlatform("night", () -> {}));
            assertThat(tenants.current().id()).isEqualTo(NORTH);
        });
    }

    @Test
    @Proves("TEN-2")
    void bindsOneTenantAfterTheOtherInPlatformWork() {
        List<TenantId> seen = new ArrayList<>();

        tenants.runAsPlatform("nightly clean-up", () -> {
            assertCode("tenant.none", tenants::current);
            assertThatThrownBy(tenants::current).hasMessageContaining("nightly clean-up");
            assertThat(tenants.currentIfBound()).isEmpty();
            tenants.run(NORTH, () -> seen.add(tenants.current().id()));
            tenants.run(SOUTH, () -> seen.add(tenants.current().id()));
            assertCode("tenant.none", tenants::current);
        });

        assertThat(seen).containsExactly(NORTH, SOUTH);
        assertThatThrownBy(() -> tenants.runAsPlatform(" ", () -> {})).isInstanceOf(InvalidValueException.class);
    }

    @Test
    @Proves("TEN-1")
    void makesAContextOncePerTenantVersionAndOrigin() {
        TenantContext first = tenants.call(NORTH, tenants::current);
        TenantContext again = tenants.call(NORTH, tenants::current);
        TenantContext received = tenants.call(NORTH, Origin.MESSAGE, tenants::current);

        assertThat(again).isSameAs(first);
        assertThat(first.origin()).isEqualTo(Origin.HOST);
        assertThat(received.origin()).isEqualTo(Origin.MESSAGE);
        assertThat(directory.lookUps).hasValue(1);
    }

    @Test
    @Proves("TEN-9")
    void seesAChangeOfTheDirectoryAtTheNextBindingAndNotBefore() {
        tenants.run(NORTH, () -> {
            TenantContext before = tenants.current();
            directory.put(NORTH, TenantStatus.SUSPENDED);

            assertThat(tenants.current()).isSameAs(before);
            assertCode("tenant.suspended", () -> tenants.run(NORTH, () -> {}));
        });
    }

    @Test
    void keepsNoUnknownId() {
        for (int i = 0; i < 10; i++) {
            assertThat(tenants.find(TenantId.of("stranger"))).isEmpty();
        }

        assertThat(directory.lookUps).hasValue(10);
    }

    @Test
    @Proves("EMB-2")
    void twoInstancesShareNothing() {
        TenantEngine other = new TenantEngine(directory, () -> {}, false);

        tenants.run(NORTH, () -> {
            assertThat(other.currentIfBound()).isEmpty();
            other.run(SOUTH, () -> assertThat(tenants.current().id()).isEqualTo(NORTH));
        });
    }

    @Test
    void asksTheGateBeforeEveryBinding() {
        TenantEngine shut = new TenantEngine(
                directory,
                () -> {
                    throw new InlayException("instance.closed", "closed");
                },
                false);

        assertCode("instance.closed", shut::current);
        assertCode("instance.closed", () -> shut.run(NORTH, () -> {}));
        assertCode("instance.closed", () -> shut.open(NORTH));
        assertCode("instance.closed", () -> shut.find(NORTH));
        assertCode("instance.closed", () -> shut.runAsPlatform("night", () -> {}));
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e instanceof NoTenantException).isEqualTo(code.startsWith("tenant.")));
    }
}
