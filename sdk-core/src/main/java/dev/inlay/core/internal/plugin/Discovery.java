package dev.inlay.core.internal.plugin;

import dev.inlay.api.error.InlayException;
import dev.inlay.spi.Plugin;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds plug-ins, when the host asks for it. */
public final class Discovery {

    private Discovery() {}

    /**
     * Finds the plug-ins that a class loader sees.
     *
     * @param loader the class loader
     * @return in no order
     * @throws InlayException with code {@code plugin.discovery} when one of them cannot be loaded
     */
    public static List<Plugin> in(ClassLoader loader) {
        return load(ServiceLoader.load(Plugin.class, loader));
    }

    /**
     * Finds the plug-ins of a module layer and its parents.
     *
     * @param layer the layer
     * @return in no order
     * @throws InlayException with code {@code plugin.discovery} when one of them cannot be loaded
     */
    public static List<Plugin> in(ModuleLayer layer) {
        return load(ServiceLoader.load(layer, Plugin.class));
    }

    private static List<Plugin> load(ServiceLoader<Plugin> found) {
        try {
            return found.stream().map(ServiceLoader.Provider::get).toList();
        } catch (ServiceConfigurationError e) {
            throw new InlayException("plugin.discovery", false, "a plug-in cannot be loaded: " + e.getMessage(), e);
        }
    }
}
