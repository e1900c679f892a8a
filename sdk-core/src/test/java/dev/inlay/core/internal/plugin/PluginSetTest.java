package dev.inlay.core.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.CredentialSource;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.TransportDecorator;
import dev.inlay.spi.tenant.TenantDirectory;
import jakarta.annotation.Priority;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class PluginSetTest {

    @Test
    void startsEachPluginAfterAllThatItNeeds() {
        Plugin audit = plugin("audit", "store", "clock");
        Plugin store = plugin("store", "clock");
        Plugin clock = plugin("clock");

        PluginSet set = PluginSet.of(List.of(audit, store, clock), List.of());

        assertThat(set.inStartOrder()).containsExactly(clock, store, audit);
    }

    @Test
    void startsWhoeverKeepsCredentialsBeforeThoseWhoDoNotSayOtherwise() {
        Plugin transport = plugin("transport");
        Plugin network = plugin("network");
        Plugin vault = new FakePlugin(
                PluginDescriptor.of("vault", "1.0", SpiVersion.of(0, 1), "network"),
                contributions -> contributions.add(CredentialSource.class, name -> Optional.empty()));

        PluginSet set = PluginSet.of(List.of(transport, network, vault), List.of(), CredentialSource.class);

        assertThat(set.inStartOrder()).containsExactly(network, vault, transport);
    }

    @Test
    void refusesAMissingNeedNamingWhoNeedsWhat() {
        assertThatThrownBy(() -> PluginSet.of(List.of(plugin("audit", "store")), List.of()))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("plugin.need-missing"))
                .hasMessageContaining("plug-in audit 1.0")
                .hasMessageContaining("'store'");
    }

    @Test
    void refusesNeedsInACircleNamingTheCircle() {
        List<Plugin> circle = List.of(plugin("a", "b"), plugin("b", "c"), plugin("c", "a"));

        assertThatThrownBy(() -> PluginSet.of(circle, List.of())).hasMessageContaining("a > b > c > a");
    }

    @Test
    void refusesAPluginOfAnotherMajorOrALaterMinorSpi() {
        for (SpiVersion wrong : List.of(SpiVersion.of(1, 0), SpiVersion.of(0, 2))) {
            Plugin plugin = new FakePlugin(PluginDescriptor.of("late", "1.0", wrong), c -> {});

            assertThatThrownBy(() -> PluginSet.of(List.of(plugin), List.of()))
                    .isInstanceOfSatisfying(
                            InlayException.class, e -> assertThat(e.code()).isEqualTo("plugin.spi-version"))
                    .hasMessageContaining("SPI " + wrong)
                    .hasMessageContaining("this engine has 0.1");
        }
    }

    @Test
    void refusesTwoInstalledCandidatesForOnePlaceNamingBoth() {
        List<Plugin> two = List.of(directory("left", new NoTenants()), directory("right", new NoTenants()));

        assertThatThrownBy(() -> PluginSet.of(two, List.of()))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("plugin.two-candidates"))
                .hasMessageContaining("plug-in left")
                .hasMessageContaining("plug-in right");
    }

    @Test
    void letsAnInstalledCandidateBeatADiscoveredOne() {
        TenantDirectory installed = new NoTenants();

        PluginSet set =
                PluginSet.of(List.of(directory("left", installed)), List.of(directory("right", new NoTenants())));

        assertThat(set.extensions().one(TenantDirectory.class)).containsSame(installed);
    }

    @Test
    void letsAnInstalledPluginBeatADiscoveredOneOfTheSameId() {
        Plugin installed = plugin("same");

        PluginSet set = PluginSet.of(List.of(installed), List.of(plugin("same")));

        assertThat(set.inStartOrder()).containsExactly(installed);
    }

    @Test
    void refusesTwoInstalledPluginsOfTheSameId() {
        assertThatThrownBy(() -> PluginSet.of(List.of(plugin("same"), plugin("same")), List.of()))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("plugin.duplicate"));
    }

    @Test
    void ordersManyByPriorityThenPluginId() {
        TransportDecorator first = new FirstDecorator();
        TransportDecorator a = transport -> transport;
        TransportDecorator b = transport -> transport;

        PluginSet set = PluginSet.of(List.of(decorator("z", b), decorator("b", a), decorator("c", first)), List.of());

        assertThat(set.extensions().many(TransportDecorator.class)).containsExactly(first, a, b);
    }

    @Test
    void refusesAContributionToSomethingThatIsNoExtensionPoint() {
        Plugin plugin = new FakePlugin(descriptor("odd"), c -> c.add(Runnable.class, () -> {}));

        assertThatThrownBy(() -> PluginSet.of(List.of(plugin), List.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("java.lang.Runnable");
    }

    private static Plugin plugin(String id, String... needs) {
        return new FakePlugin(PluginDescriptor.of(id, "1.0", SpiVersion.CURRENT, needs), c -> {});
    }

    private static Plugin directory(String id, TenantDirectory directory) {
        return new FakePlugin(descriptor(id), c -> c.add(TenantDirectory.class, directory));
    }

    private static Plugin decorator(String id, TransportDecorator decorator) {
        return new FakePlugin(descriptor(id), c -> c.add(TransportDecorator.class, decorator));
    }

    private static PluginDescriptor descriptor(String id) {
        return PluginDescriptor.of(id, "1.0", SpiVersion.CURRENT);
    }

    private record FakePlugin(PluginDescriptor descriptor, Consumer<Contributions> contributes) implements Plugin {
        @Override
        public void contribute(Contributions contributions) {
            contributes.accept(contributions);
        }
    }

    private static final class NoTenants implements TenantDirectory {
        @Override
        public Optional<TenantProfile> find(TenantId id) {
            return Optional.empty();
        }

        @Override
        public long version() {
            return 1;
        }
    }

    @Priority(1)
    private static final class FirstDecorator implements TransportDecorator {
        @Override
        public EventTransport decorate(EventTransport transport) {
            return transport;
        }
    }
}
