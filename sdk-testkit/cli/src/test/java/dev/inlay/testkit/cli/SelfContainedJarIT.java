package dev.inlay.testkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Proves("KIT-2")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SelfContainedJarIT {

    @TempDir
    private Path folder;

    @Test
    void certifiesFromTheJarAlone() throws IOException, InterruptedException {
        Path plugin = PluginJars.of(folder, PluginJars.DIRECTORY);

        Ended ended = run("verify", plugin.toString(), "--tenant", "north-clinic");

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("TenantDirectoryContract passed").endsWith("PASSED\n");
    }

    @Test
    void failsFromTheJarAlone() throws IOException, InterruptedException {
        Path plugin = PluginJars.of(folder, PluginJars.CARELESS_DIRECTORY);

        Ended ended = run("verify", plugin.toString(), "--tenant", "north-clinic");

        assertThat(ended.exit()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("DIRECTORY-4 FAILED");
    }

    private static Ended run(String... args) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Objects.requireNonNull(System.getProperty("inlay.cli.jar"), "run by failsafe");
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", jar);
        builder.command().addAll(List.of(args));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private record Ended(int exit, String output) {}
}
