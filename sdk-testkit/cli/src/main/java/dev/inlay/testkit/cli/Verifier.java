package dev.inlay.testkit.cli;

import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.cli.Certification.Finding;
import dev.inlay.testkit.cli.Certification.NotRun;
import dev.inlay.testkit.contracts.ContractReport;
import dev.inlay.testkit.contracts.ContractRunner;
import dev.inlay.testkit.contracts.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Runs the contracts that need nothing but the plug-in, and says which ones it did not run. */
final class Verifier {

    private final Command command;

    Verifier(Command command) {
        this.command = command;
    }

    Certification verify(PluginJar jar) {
        List<Finding> findings = new ArrayList<>();
        for (ServiceLoader.Provider<Plugin> provider : jar.providers()) {
            findings.add(verify(provider));
        }
        return new Certification(String.valueOf(jar.path().getFileName()), findings);
    }

    private Finding verify(ServiceLoader.Provider<Plugin> provider) {
        PluginDescriptor descriptor = PluginJar.descriptorOf(provider);
        List<ContractReport> reports = new ArrayList<>();
        List<NotRun> notRun = new ArrayList<>();
        reports.add(ContractRunner.run(() -> new CertifiedPlugin(provider, command.notStarted())));
        List<Contribution> contributions = contributionsOf(provider);
        if (contributions.isEmpty()) {
            notRun.add(new NotRun("Any contract but the plug-in's own", "the plug-in contributes nothing"));
        }
        for (Contribution each : contributions) {
            if (each.point() == TenantDirectory.class && command.notStarted().isEmpty()) {
                reports.add(ContractRunner.run(() -> new CertifiedDirectory(provider, command.tenants())));
            } else {
                notRun.add(notRun(each.point(), command.notStarted()));
            }
        }
        return new Finding(descriptor, reports, notRun);
    }

    private static List<Contribution> contributionsOf(ServiceLoader.Provider<Plugin> provider) {
        try (Plugin plugin = provider.get()) {
            return Contribution.of(plugin);
        } catch (LinkageError | RuntimeException e) {
            return List.of(); // the plug-in's own contract says so
        }
    }

    private static NotRun notRun(Class<?> point, Optional<String> notStarted) {
        if (point == TenantDirectory.class) {
            return new NotRun("TenantDirectoryContract", notStarted.orElse("the plug-in was not started"));
        } else if (point == EventTransport.class) {
            return new NotRun(
                    "EventTransportContract", "it needs a receiver that the contract commands; extend it in a test");
        } else if (point == Stores.class) {
            return new NotRun("OutboxStoreContract", "it needs an empty database; extend it in a test");
        }
        return new NotRun("A contract for " + point.getName(), "there is none yet");
    }
}
