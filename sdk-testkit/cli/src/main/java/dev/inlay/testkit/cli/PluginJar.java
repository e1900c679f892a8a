package dev.inlay.testkit.cli;

import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** A jar in a class loader of its own, and the plug-ins that it offers. */
final class PluginJar implements AutoCloseable {

    private final Path path;
    private final URLClassLoader loader;
    private final List<ServiceLoader.Provider<Plugin>> providers;

    private PluginJar(Path path, URLClassLoader loader) {
        this.path = path;
        this.loader = loader;
        this.providers = providersOf(path, loader);
    }

    static PluginJar open(Path path, List<Path> libraries) {
        List<URL> urls = new ArrayList<>();
        urls.add(url(path));
        libraries.forEach(library -> urls.add(url(library)));
        URLClassLoader loader = new URLClassLoader(
                "plugin " + path.getFileName(), urls.toArray(URL[]::new), PluginJar.class.getClassLoader());
        try {
            return new PluginJar(path, loader);
        } catch (UnusableException e) {
            close(loader);
            throw e;
        }
    }

    private static URL url(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new UnusableException("there is no file " + jar);
        }
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UnusableException(jar.toString(), e);
        }
    }

    private static List<ServiceLoader.Provider<Plugin>> providersOf(Path path, URLClassLoader loader) {
        List<ServiceLoader.Provider<Plugin>> found;
        try {
            found = ServiceLoader.load(Plugin.class, loader).stream()
                    .filter(provider -> provider.type().getClassLoader() == loader)
                    .toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new UnusableException(path + " offers a plug-in that cannot be loaded", e);
        }
        if (found.isEmpty()) {
            throw new UnusableException(
                    path + " offers no plug-in; META-INF/services/" + Plugin.class.getName() + " must name it");
        }
        return found;
    }

    Path path() {
        return path;
    }

    List<ServiceLoader.Provider<Plugin>> providers() {
        return providers;
    }

    /** What a plug-in says of itself, when that can be asked and fits this SPI. */
    static PluginDescriptor descriptorOf(ServiceLoader.Provider<Plugin> provider) {
        PluginDescriptor descriptor;
        try (Plugin plugin = provider.get()) {
            descriptor = plugin.descriptor();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            throw new UnusableException("the plug-in cannot be made, or does not say what it is", e);
        }
        if (!SpiVersion.CURRENT.accepts(descriptor.spiVersion())) {
            throw new UnusableException("plug-in '" + descriptor.id() + "' was made for SPI " + descriptor.spiVersion()
                    + ", this is SPI " + SpiVersion.CURRENT);
        }
        return descriptor;
    }

    @Override
    public void close() {
        close(loader);
    }

    private static void close(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UnusableException("the jar cannot be closed", e);
        }
    }
}
