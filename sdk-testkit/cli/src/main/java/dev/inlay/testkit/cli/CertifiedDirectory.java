package dev.inlay.testkit.cli;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.Contribution;
import dev.inlay.testkit.contracts.DirectoryFixture;
import dev.inlay.testkit.contracts.TenantDirectoryContract;
import java.time.InstantSource;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadFactory;

/** The contract of directories on the one that a plug-in out of a jar contributes. */
final class CertifiedDirectory extends TenantDirectoryContract {

    private final ServiceLoader.Provider<Plugin> provider;
    private final List<TenantId> known;

    CertifiedDirectory(ServiceLoader.Provider<Plugin> provider, List<TenantId> known) {
        this.provider = provider;
        this.known = known;
    }

    @Override
    protected Capabilities capabilities() {
        String why = "a certification without code cannot know; extend TenantDirectoryContract in a test";
        Capabilities capabilities = Capabilities.none()
                .notApplicable(PROFILES, why)
                .notApplicable(CHANGES, why)
                .notApplicable(OUTAGES, why);
        return known.isEmpty()
                ? capabilities.notApplicable(KNOWN_TENANTS, "no tenant was named with --tenant")
                : capabilities.supported(KNOWN_TENANTS);
    }

    @Override
    protected DirectoryFixture open() throws Exception {
        Plugin plugin = provider.get();
        TenantDirectory directory = Contribution.of(plugin).stream()
                .map(Contribution::extension)
                .filter(TenantDirectory.class::isInstance)
                .map(TenantDirectory.class::cast)
                .findFirst()
                .orElseThrow();
        try {
            plugin.start(new Context());
        } catch (Exception e) {
            plugin.close();
            throw e;
        }
        return new Fixture(plugin, directory, known);
    }

    private record Fixture(Plugin plugin, TenantDirectory directory, List<TenantId> known) implements DirectoryFixture {
        @Override
        public void close() {
            plugin.close();
        }
    }

    private static final class Context implements PluginContext {
        @Override
        public String nodeId() {
            return "certification";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public ThreadFactory threads(String purpose) {
            return task -> {
                Thread thread = new Thread(task, "inlay-" + purpose);
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
