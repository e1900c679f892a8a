package dev.inlay.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.testkit.contracts.Proves;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("KIT-5")
@WithTenant("north-clinic")
final class WithTenantTest {

    @RegisterExtension
    static final InlayExtension INLAY = InlayExtension.with(TenantsOnly::new);

    private String before = "";

    @BeforeEach
    void noteTenant(Tenants tenants) {
        before = tenants.current().id().value();
    }

    @AfterEach
    void isStillBound(Tenants tenants) {
        assertThat(tenants.current().id().value()).isEqualTo(before);
    }

    @Test
    void bindsTheTenantOfTheClass(Inlay inlay) {
        assertThat(inlay.tenants().current().id().value()).isEqualTo("north-clinic");
        assertThat(before).isEqualTo("north-clinic");
    }

    @Test
    @WithTenant("south-clinic")
    void prefersTheTenantOfTheMethod(Tenants tenants, TenantContext context) {
        assertThat(tenants.current().id().value()).isEqualTo("south-clinic");
        assertThat(context).isSameAs(tenants.current());
        assertThat(before).isEqualTo("south-clinic");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void followsTheTestToAnotherThread(Tenants tenants) {
        assertThat(tenants.current().id().value()).isEqualTo("north-clinic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void bindsEachRunOfATemplate(String ignored, Tenants tenants) {
        assertThat(tenants.current().id().value()).as(ignored).isEqualTo("north-clinic");
    }

    @TestFactory
    Stream<DynamicTest> bindsDynamicTests(Tenants tenants) {
        return Stream.of(DynamicTest.dynamicTest(
                "bound", () -> assertThat(tenants.current().id().value()).isEqualTo("north-clinic")));
    }

    @Nested
    final class Inside {
        @Test
        void inheritsTheTenant(Tenants tenants) {
            assertThat(tenants.current().id().value()).isEqualTo("north-clinic");
        }
    }

    @Nested
    @WithTenant("south-clinic")
    final class InsideWithAnother {
        @Test
        void hasItsOwn(Tenants tenants) {
            assertThat(tenants.current().id().value()).isEqualTo("south-clinic");
        }
    }

    static final class Unbound {

        @RegisterExtension
        static final InlayExtension INLAY = InlayExtension.with(TenantsOnly::new);

        @Test
        void bindsNothing(Tenants tenants) {
            assertThatExceptionOfType(NoTenantException.class).isThrownBy(tenants::current);
        }
    }
}
