package dev.inlay.core.internal.theme;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.theme.Mode;
import dev.inlay.api.theme.Theme;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.theme.ThemeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** Reads the layers of a tenant's nodes and compiles them. Thread-safe. */
final class ThemeLoading {

    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);
    private static final int READS = 3;

    private final ThemeSource source;
    private final InstantSource clock;
    private final BiConsumer<TenantPath, RuntimeException> warning;
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    ThemeLoading(ThemeSource source, InstantSource clock, BiConsumer<TenantPath, RuntimeException> warning) {
        this.source = source;
        this.clock = clock;
        this.warning = warning;
    }

    /** The version of the source. */
    long version() {
        return source.version();
    }

    /** The time of day. */
    Instant now() {
        return clock.instant();
    }

    /** When a source that could not be read is to be tried again. */
    Instant retryAt() {
        return now().plus(BETWEEN_ATTEMPTS);
    }

    /**
     * Loads a theme.
     *
     * @param path the tenant's nodes
     * @param version what the source said before; layers are read again, up to three times, while it changes
     * @throws dev.inlay.api.error.InvalidDocumentException with every problem of every layer
     */
    Theme load(TenantPath path, long version) {
        long before = version;
        List<NodeLayer> layers = layers(path);
        for (int read = 1; read < READS && source.version() != before; read++) {
            before = source.version();
            layers = layers(path);
        }
        Problems problems = new Problems();
        List<Layer> parsed = new ArrayList<>();
        layers.forEach(layer -> LayerReading.read(layer.node, layer.mode, layer.source, problems)
                .ifPresent(parsed::add));
        problems.throwIfAny();
        return ThemeCompiler.compile(parsed);
    }

    private List<NodeLayer> layers(TenantPath path) {
        List<NodeLayer> layers = new ArrayList<>();
        for (TenantId node : path.nodes()) {
            for (Mode mode : List.of(Mode.LIGHT, Mode.DARK)) {
                source.layer(node, mode).ifPresent(layer -> layers.add(new NodeLayer(node, mode, layer)));
            }
        }
        return layers;
    }

    /** Says why a tenant keeps an older theme; silent for a minute afterwards, since many tenants share a layer. */
    void warn(TenantPath path, RuntimeException reason) {
        Instant now = now();
        Instant until = quietUntil.get();
        if (!now.isBefore(until) && quietUntil.compareAndSet(until, now.plus(BETWEEN_WARNINGS))) {
            warning.accept(path, reason);
        }
    }

    private record NodeLayer(TenantId node, Mode mode, ThemeSource.ThemeLayer source) {}
}
