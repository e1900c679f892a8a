package dev.inlay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Test data from standards, which stand beside the repository and not in it. */
public final class Vectors {

    private static final String PROPERTY = "inlay.vectors";

    private Vectors() {}

    /** Reads a file, or skips the test where the folder is absent. */
    public static JsonNode read(String file) {
        Path folder = Path.of(System.getProperty(PROPERTY, "../../shared/vectors"));
        assumeTrue(
                Files.isDirectory(folder),
                () -> "no test vectors: " + folder + " is no folder; name one with -D" + PROPERTY);
        Path path = folder.resolve(file);
        assertThat(path).isRegularFile();
        try {
            return new ObjectMapper().readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
