package dev.inlay.testkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SelfContainedJarIT {
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void runsFromTheJarAlone() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Objects.requireNonNull(System.getProperty("inlay.cli.jar"), "run by failsafe");

        Process process =
                new ProcessBuilder(java, "-jar", jar).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("dev.inlay.testkit.cli");
    }
}
