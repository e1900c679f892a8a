package dev.inlay.provider.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Test data from standards, which stand beside the repository and not in it. */
final class Vectors {

    private static final String PROPERTY = "inlay.vectors";

    private Vectors() {}

    /** The JSON files of a folder, or of a file; skips the test where the data are absent. */
    static List<JsonNode> read(String name) throws IOException {
        Path all = Path.of(System.getProperty(PROPERTY, "../../../shared/vectors"));
        assumeTrue(
                Files.isDirectory(all), () -> "no test vectors: " + all + " is no folder; name one with -D" + PROPERTY);
        try (Stream<Path> files = Files.walk(all.resolve(name))) {
            List<Path> json = files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(json).as(name).isNotEmpty();
            ObjectMapper mapper = new ObjectMapper();
            Stream.Builder<JsonNode> read = Stream.builder();
            for (Path path : json) {
                read.add(mapper.readTree(path.toFile()));
            }
            return read.build().toList();
        }
    }
}
