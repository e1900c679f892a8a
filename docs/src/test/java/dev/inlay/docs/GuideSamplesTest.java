package dev.inlay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java sample of a guide stands, but for white space, in a class {@code …Example} that compiles. */
final class GuideSamplesTest {

    private static final Path GUIDES = Path.of("guides");
    private static final Path EXAMPLES = Path.of("src/test/java/dev/inlay/docs");
    private static final Pattern SAMPLE = Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void compile() throws IOException {
        String examples =
                all(EXAMPLES, "Example.java").map(GuideSamplesTest::dense).collect(Collectors.joining());
        List<String> samples = all(GUIDES, ".md")
                .flatMap(guide -> SAMPLE.matcher(guide).results().map(sample -> sample.group(1)))
                .toList();

        assertThat(samples)
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(examples).contains(dense(sample)));
    }

    private static String dense(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static Stream<String> all(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .map(GuideSamplesTest::read)
                    .toList()
                    .stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
