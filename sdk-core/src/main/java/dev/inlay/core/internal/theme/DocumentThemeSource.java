package dev.inlay.core.internal.theme;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.spi.theme.ThemeSource;
import java.util.Map;
import java.util.Optional;

/** Layers held in memory and replaced as a whole. Empty, at version 0, until the first replacement. */
final class DocumentThemeSource implements ThemeSource {

    private volatile State state = new State(0, Map.of());

    @Override
    public Optional<ThemeLayer> layer(TenantId node, Mode mode) {
        return Optional.ofNullable(state.layers.get(new Place(node, mode)));
    }

    @Override
    public long version() {
        return state.version;
    }

    /** Puts other layers in force; the version grows only when they differ. */
    synchronized void replace(Map<Place, ThemeLayer> layers) {
        State old = state;
        if (old.version == 0 || !old.layers.equals(layers)) {
            state = new State(old.version + 1, Map.copyOf(layers));
        }
    }

    /** Whose layer it is, and for which mode. */
    record Place(TenantId node, Mode mode) {}

    private record State(long version, Map<Place, ThemeLayer> layers) {}
}
