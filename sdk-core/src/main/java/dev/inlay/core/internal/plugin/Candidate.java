package dev.inlay.core.internal.plugin;

import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;

/**
 * A plug-in with its descriptor, read once.
 *
 * @param plugin the plug-in
 * @param descriptor what it says of itself
 * @param installed whether the host installed it, rather than had it discovered
 */
record Candidate(Plugin plugin, PluginDescriptor descriptor, boolean installed) {

    static Candidate of(Plugin plugin, boolean installed) {
        return new Candidate(plugin, plugin.descriptor(), installed);
    }

    String id() {
        return descriptor.id();
    }

    @Override
    public String toString() {
        return "plug-in " + descriptor.id() + " " + descriptor.version() + " ("
                + plugin.getClass().getName() + ")";
    }
}
