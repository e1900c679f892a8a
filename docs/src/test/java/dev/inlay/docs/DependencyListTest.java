package dev.inlay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list that the enforcer holds each published module to, and the table that gives the reasons, name the same. */
@Proves("EMB-3")
final class DependencyListTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ALLOWED = Pattern.compile("<inlay\\.allowed>([^<]+)</inlay\\.allowed>");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`:]+:[^`:]+)` \\|", Pattern.MULTILINE);

    @Test
    void givesAReasonForEveryDependencyOfAHost() throws IOException {
        assertThat(documented()).isEqualTo(allowed());
    }

    private static Set<String> documented() throws IOException {
        String page = Files.readString(Path.of("dependencies.md"));
        String table = page.substring(page.indexOf("## What a host gets"), page.indexOf("## What only our tests"));
        Set<String> names = new TreeSet<>();
        Matcher row = ROW.matcher(table);
        while (row.find()) {
            assertThat(names.add(row.group(1)))
                    .as("one row for %s", row.group(1))
                    .isTrue();
        }
        return names;
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
