package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.testkit.contracts.Proves;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.NOPMDCAdapter;

@Proves("TEN-3")
final class TenantMdcTest {

    private final BasicMDCAdapter log = new BasicMDCAdapter();
    private final TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, TenantMdc.on(log));

    @Test
    void showsTheTenantForTheTimeOfItsWork() {
        tenants.run(NORTH, () -> {
            tenants.run(NORTH, () -> assertThat(shown()).isEqualTo("north-clinic"));
            assertThat(shown()).isEqualTo("north-clinic");
        });
        assertThat(shown()).isNull();

        try (TenantScope scope = tenants.open(SOUTH)) {
            assertThat(scope).isNotNull();
            assertThat(shown()).isEqualTo("south-clinic");
        }
        assertThat(shown()).isNull();
    }

    @Test
    void bringsBackWhatTheHostHadThere() {
        log.put("tenant", "set by the host");

        tenants.call(NORTH, () -> assertThat(shown()).isEqualTo("north-clinic"));

        assertThat(shown()).isEqualTo("set by the host");
    }

    @Test
    void followsCarriedWorkOnAThreadOfAnotherTenant() {
        Runnable look = () -> assertThat(shown()).isEqualTo("north-clinic");
        Runnable carried = tenants.call(NORTH, () -> tenants.wrap(look));

        tenants.run(SOUTH, () -> {
            carried.run();
            assertThat(shown()).isEqualTo("south-clinic");
        });

        assertThat(shown()).isNull();
    }

    @Test
    void showsNobodyWhereNothingIsBound() {
        tenants.run(NORTH, () -> {
            try (TenantScope nothing = tenants.unbind("none")) {
                assertThat(nothing).isNotNull();
                assertThat(shown()).isNull();
            }
            assertThat(shown()).isEqualTo("north-clinic");
        });
    }

    @Test
    void followsWhatWasCaptured() {
        CarriedTenant carried = tenants.call(NORTH, tenants::capture);

        tenants.run(SOUTH, () -> {
            carried.run(() -> assertThat(shown()).isEqualTo("north-clinic"));
            try (TenantScope scope = carried.open()) {
                assertThat(scope).isNotNull();
                assertThat(shown()).isEqualTo("north-clinic");
            }
            assertThat(shown()).isEqualTo("south-clinic");
        });
    }

    @Test
    void isMendedAfterAScopeThatWasLeftOpen() {
        assertThatThrownBy(() -> tenants.runAsPlatform(
                        "night", () -> assertThat(tenants.open(NORTH)).isNotNull()))
                .isInstanceOf(InlayException.class);

        assertThat(shown()).isNull();
    }

    @Test
    void isOffWhereTheLoggingHasNone() {
        TenantMdc none = TenantMdc.on(new NOPMDCAdapter());

        none.show("north-clinic");

        assertThat(none.shown()).isNull();
        assertThat(TenantMdc.off().shown()).isNull();
    }

    private String shown() {
        return log.get("tenant");
    }
}
