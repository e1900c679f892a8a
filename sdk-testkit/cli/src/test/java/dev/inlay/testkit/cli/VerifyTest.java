package dev.inlay.testkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("KIT-2")
final class VerifyTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void passesAPluginThatKeepsItsContracts() throws IOException {
        Path jar = PluginJars.of(folder, PluginJars.DIRECTORY);

        int exit = run("verify", jar.toString(), "--tenant", "north-clinic");

        assertThat(exit).as(printed.toString(UTF_8)).isZero();
        assertThat(printed.toString(UTF_8))
                .contains("plug-in sample 1.2", "PluginContract passed", "TenantDirectoryContract passed")
                .endsWith("PASSED\n");
    }

    @Test
    void failsAPluginThatDoesNot() throws IOException {
        Path jar = PluginJars.of(folder, PluginJars.CARELESS_DIRECTORY);

        int exit = run("verify", jar.toString(), "--tenant", "north-clinic");

        assertThat(exit).as(printed.toString(UTF_8)).isEqualTo(1);
        assertThat(printed.toString(UTF_8))
                .contains("DIRECTORY-4 FAILED", "NORTH-CLINIC")
                .endsWith("FAILED\n");
    }

    @Test
    void saysWhatItDidNotRunAndDoesNotCallItPassed() throws IOException {
        Path jar = PluginJars.of(folder, PluginJars.TRANSPORT);

        int exit = run("verify", jar.toString());

        assertThat(exit).as(printed.toString(UTF_8)).isEqualTo(2);
        assertThat(printed.toString(UTF_8))
                .contains("EventTransportContract was not run: it needs a receiver")
                .endsWith("INCONCLUSIVE\n");
    }

    @Test
    void doesNotStartWhatCannotStart() throws IOException {
        Path jar = PluginJars.of(folder, PluginJars.DIRECTORY);

        int exit = run("verify", jar.toString(), "--no-start", "its service is not reachable from here");

        assertThat(exit).as(printed.toString(UTF_8)).isEqualTo(2);
        assertThat(printed.toString(UTF_8))
                .contains("PLUGIN-6 NOT_APPLICABLE")
                .contains("TenantDirectoryContract was not run: its service is not reachable from here");
    }

    @Test
    void refusesAPluginOfAnotherSpi() throws IOException {
        Path jar = PluginJars.of(folder, PluginJars.OF_TOMORROW);

        int exit = run("verify", jar.toString());

        assertThat(exit).isEqualTo(3);
        assertThat(printed.toString(UTF_8)).contains("made for SPI 0.99, this is SPI 0.1");
    }

    @Test
    void refusesAJarWithoutAPlugin() throws IOException {
        int exit = run("verify", PluginJars.empty(folder).toString());

        assertThat(exit).isEqualTo(3);
        assertThat(printed.toString(UTF_8)).contains("offers no plug-in", "META-INF/services/dev.inlay.spi.Plugin");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(run("verify", folder.resolve("nothing.jar").toString())).isEqualTo(3);
        assertThat(printed.toString(UTF_8)).contains("there is no file", "nothing.jar");
    }

    @Test
    void refusesACommandItDoesNotUnderstand() {
        assertThat(run()).isEqualTo(3);
        assertThat(run("verify")).isEqualTo(3);
        assertThat(run("verify", "a.jar", "--tenant")).isEqualTo(3);
        assertThat(run("verify", "a.jar", "--tenant", "no id!")).isEqualTo(3);
        assertThat(printed.toString(UTF_8)).contains("usage: verify PLUGIN.jar", "--tenant needs a value");
    }

    @Test
    void writesTheReportAsJson() throws IOException {
        Path jar = PluginJars.of(folder, PluginJars.CARELESS_DIRECTORY);
        Path json = folder.resolve("report.json");

        run("verify", jar.toString(), "--tenant", "north-clinic", "--json", json.toString());

        assertThat(Files.readString(json))
                .startsWith(
                        "{\"jar\":\"sample.jar\",\"spi\":\"0.1\",\"verdict\":\"FAILED\",\"plugins\":[{\"id\":\"sample\"")
                .contains("\"contracts\":[{\"name\":\"PluginContract\",\"passed\":true")
                .contains("{\"id\":\"DIRECTORY-4\",\"text\":", "\"outcome\":\"FAILED\",\"message\":\"[find(")
                .doesNotContain("\n ");
    }

    private int run(String... args) {
        return Main.run(args, new PrintStream(printed, true, UTF_8));
    }
}
