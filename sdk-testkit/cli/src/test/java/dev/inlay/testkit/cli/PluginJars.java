package dev.inlay.testkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.Plugin;
import jakarta.annotation.Priority;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes jars of plug-ins from source, as a partner's build would. */
final class PluginJars {

    static final String DIRECTORY = """
            import dev.inlay.api.tenant.*;
            import dev.inlay.spi.*;
            import dev.inlay.spi.tenant.TenantDirectory;
            import java.util.Optional;

            public class Sample implements Plugin, TenantDirectory {
                public PluginDescriptor descriptor() {
                    return PluginDescriptor.of("sample", "1.2", SpiVersion.of(0, SPI_MINOR));
                }
                public void contribute(Contributions contributions) {
                    contributions.add(TenantDirectory.class, this);
                }
                public Optional<TenantProfile> find(TenantId id) {
                    return id.value().FIND("north-clinic")
                            ? Optional.of(TenantProfile.builder(TenantPath.direct(
                                    TenantId.of("inlay"), TenantId.of("medisoft"), id)).build())
                            : Optional.empty();
                }
                public long version() {
                    return 1;
                }
            }
            """.replace("SPI_MINOR", "1").replace("FIND", "equals");

    static final String CARELESS_DIRECTORY =
            DIRECTORY.replace("\"1.2\"", "\"1.3\"").replace(".equals(", ".equalsIgnoreCase(");

    static final String OF_TOMORROW = DIRECTORY.replace("SpiVersion.of(0, 1)", "SpiVersion.of(0, 99)");

    static final String TRANSPORT = """
            import dev.inlay.spi.*;
            import dev.inlay.spi.event.*;

            public class Sample implements Plugin {
                public PluginDescriptor descriptor() {
                    return PluginDescriptor.of("sample", "1.2", SpiVersion.of(0, 1));
                }
                public void contribute(Contributions contributions) {
                    contributions.add(EventTransport.class, new EventTransport() {
                        public String target() {
                            return "erp";
                        }
                        public DeliveryOutcome deliver(OutboundEvent event) {
                            return DeliveryOutcome.delivered();
                        }
                    });
                }
            }
            """;

    private PluginJars() {}

    /** A jar that offers the class {@code Sample} as a plug-in. */
    static Path of(Path folder, String source) throws IOException {
        Path sourceFile = Files.writeString(folder.resolve("Sample.java"), source);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-proc:none",
                        "-cp",
                        classPath(),
                        "-d",
                        folder.toString(),
                        sourceFile.toString());
        if (failed != 0) {
            throw new IllegalStateException("the sample does not compile");
        }
        Path jar = folder.resolve("sample.jar");
        try (Stream<Path> classes = Files.list(folder);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path each : (Iterable<Path>) classes.sorted()::iterator) {
                if (each.toString().endsWith(".class")) {
                    entry(out, each.getFileName().toString(), Files.readAllBytes(each));
                }
            }
            entry(out, "META-INF/services/" + Plugin.class.getName(), "Sample\n".getBytes(UTF_8));
        }
        return jar;
    }

    /** A jar without a plug-in. */
    static Path empty(Path folder) throws IOException {
        Path jar = folder.resolve("empty.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entry(entries, "readme.txt", "nothing".getBytes(UTF_8));
        }
        return jar;
    }

    private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private static String classPath() {
        return List.of(Plugin.class, TenantId.class, Priority.class).stream()
                .map(PluginJars::locationOf)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String locationOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
