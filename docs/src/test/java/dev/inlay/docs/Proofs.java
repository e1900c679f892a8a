package dev.inlay.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;

/** What the compiled tests of all modules say that they prove, by capability. */
final class Proofs {

    private final SortedMap<String, SortedSet<String>> byCapability = new TreeMap<>();
    private final List<String> hollow;

    private Proofs(Iterable<JavaClass> classes) {
        SortedSet<String> idle = new TreeSet<>();
        for (JavaClass type : classes) {
            add(type, type.getSimpleName());
            if (type.isAnnotatedWith(Proves.class) && !runs(type)) {
                idle.add(type.getSimpleName());
            }
            type.getMethods().forEach(method -> {
                String name = type.getSimpleName() + "." + method.getName();
                add(method, name);
                if (method.isAnnotatedWith(Proves.class) && !(isTest(method) && hasInstance(type))) {
                    idle.add(name);
                }
            });
        }
        hollow = List.copyOf(idle);
    }

    /** The modules whose tests nobody has compiled; without them the proofs are not all there. */
    static List<Path> uncompiled(Path root) throws IOException {
        return modules(root)
                .filter(module -> !Files.isDirectory(module.resolve("target/test-classes")))
                .toList();
    }

    static Proofs gather(Path root) throws IOException {
        List<Path> folders = Stream.concat(
                        modules(root).map(module -> module.resolve("target/test-classes")),
                        Stream.of(root.resolve("sdk-testkit/contracts/target/classes")))
                .toList();
        return new Proofs(new ClassFileImporter().importPaths(folders));
    }

    /** The names of proving tests by capability. */
    SortedMap<String, SortedSet<String>> byCapability() {
        return byCapability;
    }

    /** What claims to prove something and never runs: no test, switched off, or abstract without a heir. */
    List<String> hollow() {
        return hollow;
    }

    private void add(CanBeAnnotated annotated, String name) {
        if (annotated.isAnnotatedWith(Proves.class)) {
            for (String id : provenBy(annotated)) {
                byCapability.computeIfAbsent(id, any -> new TreeSet<>()).add(name);
            }
        }
    }

    private static String[] provenBy(CanBeAnnotated annotated) {
        return annotated instanceof JavaClass type
                ? type.getAnnotationOfType(Proves.class).value()
                : ((JavaMember) annotated).getAnnotationOfType(Proves.class).value();
    }

    private static boolean runs(JavaClass type) {
        return hasInstance(type)
                && Stream.concat(type.getAllMethods().stream(), type.getAllFields().stream())
                        .anyMatch(Proofs::isTest);
    }

    private static boolean isTest(CanBeAnnotated member) {
        return member.isMetaAnnotatedWith(Testable.class) && !member.isAnnotatedWith(Disabled.class);
    }

    private static boolean hasInstance(JavaClass type) {
        return Stream.concat(Stream.of(type), type.getAllSubclasses().stream())
                .anyMatch(candidate -> !candidate.getModifiers().contains(JavaModifier.ABSTRACT)
                        && !candidate.isAnnotatedWith(Disabled.class));
    }

    private static Stream<Path> modules(Path root) throws IOException {
        try (Stream<Path> poms = Files.find(root, 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            return poms
                    .map(Path::getParent)
                    .filter(module -> Files.isDirectory(module.resolve("src/test/java")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
