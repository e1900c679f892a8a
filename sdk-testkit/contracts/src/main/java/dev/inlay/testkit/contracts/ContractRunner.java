package dev.inlay.testkit.contracts;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.util.function.Supplier;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs a contract from a program instead of a build. The JUnit Jupiter engine must be on the class path. Settings,
 * listeners and filters that the surroundings configure for JUnit do not reach the run.
 *
 * @since 0.1
 */
public final class ContractRunner {

    private ContractRunner() {}

    /**
     * Runs a contract. Blocks until every requirement ended, at most two minutes each.
     *
     * @param contract makes the contract, a new one for each requirement; always of one class, which is named (neither
     *     anonymous nor local) and not private
     * @return what was found; a run that found no requirement to test is a failed one
     */
    public static ContractReport run(Supplier<? extends Contract> contract) {
        Class<?> type = contract.get().getClass();
        RequirementListener listener = new RequirementListener(type);
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(type))
                .filters(includeEngines("junit-jupiter"))
                .enableImplicitConfigurationParameters(false)
                .build();
        try (LauncherSession session = LauncherFactory.openSession(quiet())) {
            session.getStore().put(Namespace.create(ContractLifecycle.SUPPLIER), type, contract);
            session.getLauncher().execute(request, listener);
        }
        return listener.report();
    }

    private static LauncherConfig quiet() {
        return LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
    }
}
