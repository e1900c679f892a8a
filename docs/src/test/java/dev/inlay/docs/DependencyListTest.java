package dev.inlay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list that the enforcer holds each published module to, and the table that gives the reasons, name the same. */
@Proves("EMB-3")
final class DependencyListTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ALLOWED = Pattern.compile("<inlay\\.allowed>([^<]+)</inlay\\.allowed>");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `([^`:]+:[^`:]+)` \\| [^|]+ \\| (compile|runtime|optional|provided) \\| ([^|]+) \\| [^|]+ \\|$",
            Pattern.MULTILINE);
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency><groupId>([^<]+)</groupId><artifactId>([^<]+)</artifactId>(.*?)</dependency>", Pattern.DOTALL);

    @Test
    void givesAReasonForEveryDependencyOfAHost() throws IOException {
        assertThat(documented()).isEqualTo(allowed());
    }

    @Test
    void saysOfWhomWhatNoPomNamesAndOnlyOfThat() throws IOException {
        Set<String> direct = new TreeSet<>();
        for (Path pom : publishedPoms()) {
            DEPENDENCY
                    .matcher(Files.readString(pom))
                    .results()
                    .filter(dependency -> !dependency.group(3).contains("<scope>test</scope>"))
                    .forEach(dependency -> direct.add(dependency.group(1) + ":" + dependency.group(2)));
        }
        direct.removeIf(name -> name.startsWith("dev.inlay:"));

        Set<String> named = rows().filter(row -> !row.group(3).startsWith("of "))
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(direct);
    }

    @Test
    void listsNothingThatDoesNotArrive() throws IOException {
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(jar -> Path.of(jar).getFileName().toString())
                .toList();

        assertThat(rows().filter(row -> row.group(2).equals("compile")).map(row -> row.group(1)))
                .allSatisfy(name -> assertThat(jars)
                        .as(name)
                        .anyMatch(jar ->
                                jar.matches(Pattern.quote(name.substring(name.indexOf(':') + 1)) + "-\\d.*\\.jar")));
    }

    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        rows().map(row -> row.group(1))
                .forEach(name ->
                        assertThat(names.add(name)).as("one row for %s", name).isTrue());
        return names;
    }

    private static Stream<MatchResult> rows() throws IOException {
        String page = Files.readString(Path.of("dependencies.md"));
        return ROW.matcher(page.substring(page.indexOf("## What a host gets"), page.indexOf("## What only our tests")))
                .results();
    }

    private static List<Path> publishedPoms() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            return files.filter(pom -> pom.getNameCount() > 2)
                    .filter(pom -> pom.getName(1).toString().startsWith("sdk-"))
                    .filter(pom -> !pom.getName(1).toString().equals("sdk-bom"))
                    .toList();
        }
    }

    private static Set<String> allowed() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.find(ROOT, 4, (file, attributes) -> file.endsWith("pom.xml"))) {
            for (Path pom : (Iterable<Path>) files::iterator) {
                Matcher list = ALLOWED.matcher(Files.readString(pom));
                while (list.find()) {
                    for (String entry : list.group(1).strip().split("\\s*,\\s*", -1)) {
                        names.add(Stream.of(entry.split(":", -1))
                                .limit(2)
                                .reduce((g, a) -> g + ":" + a)
                                .orElseThrow());
                    }
                }
            }
        }
        names.removeIf(name -> name.equals("*") || name.startsWith("dev.inlay:"));
        return names;
    }
}
