package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.ExtensionPoint;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link Plugin} keeps, whatever it contributes: its descriptor and its life.
 *
 * @since 0.1
 */
public abstract class PluginContract extends Contract {

    /** The plug-in starts with nothing around it but what the test gives it. */
    public static final String STARTS = "plugin.starts";

    private @Nullable Plugin plugin;

    /** For subclasses. */
    protected PluginContract() {}

    /**
     * Makes a plug-in. Called again, it makes another one.
     *
     * @return not started; closed when the requirement ended
     * @throws Exception fails the requirement
     */
    protected abstract Plugin open() throws Exception;

    @BeforeEach
    final void openPlugin() throws Exception {
        plugin = open();
    }

    @AfterEach
    final void closePlugin() {
        if (plugin != null) {
            plugin.close();
        }
    }

    @Requirement(
            id = "PLUGIN-1",
            text = "The descriptor is the same each time it is asked for, and in each plug-in of the class.")
    final void keepsItsDescriptor() throws Exception {
        PluginDescriptor descriptor = plugin().descriptor();

        assertThat(descriptor).as("descriptor()").isNotNull();
        assertThat(plugin().descriptor()).as("descriptor() asked again").isEqualTo(descriptor);
        try (Plugin other = open()) {
            assertThat(other.descriptor()).as("descriptor() of another one").isEqualTo(descriptor);
        }
    }

    @Requirement(id = "PLUGIN-2", text = "The plug-in was made for this SPI: the same major version, no later minor.")
    final void fitsTheSpi() {
        SpiVersion made = plugin().descriptor().spiVersion();

        assertThat(SpiVersion.CURRENT.accepts(made))
                .as("whether SPI %s takes a plug-in made for %s", SpiVersion.CURRENT, made)
                .isTrue();
    }

    @Requirement(
            id = "PLUGIN-3",
            text = "Each contribution is to an extension point of the SPI, which it implements; where one is taken,"
                    + " there is one.")
    final void contributesToExtensionPoints() {
        List<Contribution> contributions = Contribution.of(plugin());

        for (Contribution each : contributions) {
            ExtensionPoint point = each.point().getAnnotation(ExtensionPoint.class);
            assertThat(point)
                    .as("the mark @ExtensionPoint on %s", each.point().getName())
                    .isNotNull();
            assertThat(each.extension()).as("what is contributed").isInstanceOf(each.point());
            if (point.value() == ExtensionPoint.Cardinality.ONE) {
                assertThat(contributions)
                        .filteredOn(other -> other.point() == each.point())
                        .as("contributions to %s", each.point().getName())
                        .hasSize(1);
            }
        }
    }

    @Requirement(id = "PLUGIN-4", text = "Making a plug-in and asking what it contributes makes no thread.")
    final void makesNoThreadBeforeTheStart() throws Exception {
        ThreadWatch watch = new ThreadWatch();

        Plugin made = watch.call(() -> {
            Plugin other = open();
            other.descriptor();
            Contribution.of(other);
            return other;
        });

        try (made) {
            assertThat(watch.alive()).as("threads made before the start").isEmpty();
        }
    }

    @Requirement(id = "PLUGIN-5", text = "Closing works without a start, and a second time.")
    final void closesWithoutAStart() {
        plugin().close();

        plugin().close();
    }

    @Requirement(
            id = "PLUGIN-6",
            text = "After a start, closing works, twice, and ends every thread that the plug-in made.",
            capability = STARTS)
    final void leavesNoThread() throws Exception {
        ThreadWatch watch = new ThreadWatch();

        watch.call(() -> {
            Plugin other = open();
            Contribution.of(other);
            try (other) {
                other.start(watch.context());
            }
            other.close();
            return true;
        });

        assertThat(watch.left()).as("threads left by a closed plug-in").isEmpty();
    }

    private Plugin plugin() {
        return Objects.requireNonNull(plugin, "open() was not called");
    }
}
