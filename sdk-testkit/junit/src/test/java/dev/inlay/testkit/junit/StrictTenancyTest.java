package dev.inlay.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs sample test classes that leave scopes open, and looks at what they are told. */
@Proves({"KIT-5", "TEN-2"})
final class StrictTenancyTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");

    @Test
    void tellsWhereTheScopeWasOpenedThatATestLeft() {
        Map<String, String> failures = run(LeavesAScopeOpen.class);

        assertThat(failures.get("onItsOwnThread(Tenants)"))
                .contains("still bound to the thread after the method")
                .contains("was opened here")
                .contains("LeavesAScopeOpen.onItsOwnThread");
    }

    @Test
    void tellsItAlsoInsideOfATenant() {
        Map<String, String> failures = run(LeavesAScopeOpenInsideOfATenant.class);

        assertThat(failures.get("onItsOwnThread(Tenants)"))
                .contains("still open at its end")
                .contains("LeavesAScopeOpenInsideOfATenant.onItsOwnThread");
    }

    @Test
    void failsTheClassThatLeavesAScopeOpenOnAnotherThread() {
        Map<String, String> failures = run(LeavesAScopeOpenElsewhere.class);

        assertThat(failures.values())
                .singleElement()
                .asString()
                .contains("1 scope(s) were still open when the instance was closed")
                .contains("LeavesAScopeOpenElsewhere");
    }

    private static Map<String, String> run(Class<?> tests) {
        Map<String, String> failures = new TreeMap<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .ifPresent(thrown -> failures.put(test.getDisplayName(), whole(thrown)));
                            }
                        });
        return failures;
    }

    private static String whole(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static InlayExtension strict() {
        return InlayExtension.building(
                builder -> builder.install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic")));
    }

    static final class LeavesAScopeOpen {

        @RegisterExtension
        static final InlayExtension INLAY = strict();

        @Test
        void onItsOwnThread(Tenants tenants) {
            tenants.open(NORTH);
        }
    }

    static final class LeavesAScopeOpenInsideOfATenant {

        @RegisterExtension
        static final InlayExtension INLAY = strict();

        @Test
        @WithTenant("north-clinic")
        void onItsOwnThread(Tenants tenants) {
            tenants.open(NORTH);
        }
    }

    static final class LeavesAScopeOpenElsewhere {

        @RegisterExtension
        static final InlayExtension INLAY = strict();

        @Test
        void onAnotherThread(Tenants tenants) {
            CompletableFuture.runAsync(() -> tenants.open(NORTH)).join();
        }
    }
}
