package dev.inlay.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.testkit.contracts.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs sample test classes, some of which misbehave, and looks at how they ended. */
@Proves("KIT-5")
final class InlayExtensionTest {

    @Test
    void failsATestThatLeavesAScopeOpen() {
        Map<String, String> failures = run(Leaking.class);

        assertThat(failures)
                .containsOnlyKeys(
                        "leavesAScopeInsideItsTenant(Tenants)", "leavesATenantBound(Tenants)", "comesAfter()");
        assertThat(failures.get("leavesAScopeInsideItsTenant(Tenants)")).contains("still open at its end");
        assertThat(failures.get("leavesATenantBound(Tenants)"))
                .contains("Tenant 'south-clinic' is still bound to the thread after the method");
        assertThat(failures.get("comesAfter()")).contains("before the method");
    }

    @Test
    void startsOneInstancePerClassAndClosesIt() {
        Lives.BUILT.clear();

        Map<String, String> failures = run(Lives.class);

        assertThat(failures).isEmpty();
        assertThat(Lives.BUILT).hasSize(1);
        assertThat(Lives.BUILT.get(0).starts()).isEqualTo(1);
        assertThat(Lives.BUILT.get(0).closes()).isEqualTo(1);
    }

    @Test
    void closesAnInstanceThatDoesNotStart() {
        NotStarting.BUILT.clear();

        Map<String, String> failures = run(NotStarting.class);

        assertThat(failures.values()).singleElement().asString().contains("no database");
        assertThat(NotStarting.BUILT.get(0).closes()).isEqualTo(1);
    }

    @Test
    void saysThatAContextNeedsATenant() {
        assertThat(run(ContextWithoutTenant.class).values())
                .singleElement()
                .asString()
                .contains("a TenantContext needs @WithTenant");
    }

    @Test
    void refusesATenantThatIsUnknown() {
        assertThat(run(Unknown.class).values()).singleElement().asString().contains("nobody");
    }

    @Test
    void saysWhereItMustBeRegistered() {
        assertThat(run(OnAnInstanceField.class).values())
                .singleElement()
                .asString()
                .contains("register InlayExtension on a static field");
    }

    private static Map<String, String> run(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        Map<String, String> failures = new TreeMap<>();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(thrown -> failures.put(test.getDisplayName(), thrown.toString()));
            }
        });
        return failures;
    }

    private static InlayExtension building(List<TenantsOnly> built, Supplier<TenantsOnly> instances) {
        return InlayExtension.with(() -> {
            TenantsOnly inlay = instances.get();
            built.add(inlay);
            return inlay;
        });
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static final class Leaking {

        @RegisterExtension
        static final InlayExtension INLAY = InlayExtension.with(TenantsOnly::new);

        @Test
        @Order(1)
        @WithTenant("north-clinic")
        void leavesAScopeInsideItsTenant(Tenants tenants) {
            tenants.open(TenantId.of("north-clinic"));
        }

        @Test
        @Order(2)
        @WithTenant("north-clinic")
        void isNotHarmed(Tenants tenants) {
            assertThat(tenants.current().id().value()).isEqualTo("north-clinic");
        }

        @Test
        @Order(3)
        void leavesATenantBound(Tenants tenants) {
            tenants.open(TenantId.of("south-clinic"));
        }

        @Test
        @Order(4)
        void comesAfter() {}
    }

    static final class Lives {

        static final List<TenantsOnly> BUILT = new ArrayList<>();

        @RegisterExtension
        static final InlayExtension INLAY = building(BUILT, TenantsOnly::new);

        @Test
        void one(Tenants tenants) {
            assertThat(tenants).isSameAs(BUILT.get(0).tenants());
        }

        @Test
        void two(Tenants tenants) {
            assertThat(tenants).isSameAs(BUILT.get(0).tenants());
        }
    }

    static final class NotStarting {

        static final List<TenantsOnly> BUILT = new ArrayList<>();

        @RegisterExtension
        static final InlayExtension INLAY = building(BUILT, TenantsOnly::failing);

        @Test
        void neverRuns() {}
    }

    static final class ContextWithoutTenant {

        @RegisterExtension
        static final InlayExtension INLAY = InlayExtension.with(TenantsOnly::new);

        @Test
        void wantsAContext(TenantContext context) {
            assertThat(context).isNotNull();
        }
    }

    static final class Unknown {

        @RegisterExtension
        static final InlayExtension INLAY = InlayExtension.with(TenantsOnly::new);

        @Test
        @WithTenant("nobody")
        void neverRuns() {}
    }

    static final class OnAnInstanceField {

        @RegisterExtension
        final InlayExtension inlay = InlayExtension.with(TenantsOnly::new);

        @Test
        void neverRuns() {}
    }
}
