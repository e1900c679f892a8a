package dev.inlay.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The compiled classes of what we publish, module by module and without their tests. */
final class PublishedModules implements LocationProvider {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CLASSES = Path.of("target", "classes");

    @Override
    public Set<Location> get(Class<?> testClass) {
        return Stream.of(
                        "sdk-api",
                        "sdk-spi",
                        "sdk-core",
                        "sdk-providers/jooq",
                        "sdk-providers/feign",
                        "sdk-providers/kafka",
                        "sdk-providers/resilience4j",
                        "sdk-providers/micrometer",
                        "sdk-providers/servlet",
                        "sdk-providers/httpclient",
                        "sdk-testkit/contracts",
                        "sdk-testkit/junit",
                        "sdk-testkit/cli")
                .map(module -> ROOT.resolve(module).resolve(CLASSES))
                .map(PublishedModules::compiled)
                .collect(Collectors.toSet());
    }

    /** The folder of the module that a class was compiled in. */
    static String moduleOf(JavaClass type) {
        String file = Path.of(type.getSource().orElseThrow().getUri()).toString();
        return file.substring(0, file.indexOf(CLASSES.toString()));
    }

    private static Location compiled(Path classes) {
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(classes + " is not compiled; build with -am");
        }
        return Location.of(classes);
    }
}
