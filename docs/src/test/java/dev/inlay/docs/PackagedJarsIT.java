package dev.inlay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host outside this build: compiled and run against the packaged jars, on the module path and on the class path. */
@Proves("EMB-1")
final class PackagedJarsIT {

    private static final Pattern NEEDED = Pattern.compile(
            "(inlay-sdk-(api|spi|core)|inlay-provider-jooq|slf4j-(api|nop)|jackson-.*|jakarta\\.annotation-api|jooq"
                    + "|r2dbc-spi|reactive-streams|h2)-\\d.*\\.jar");

    private static final String HOST = """
            package host;

            import dev.inlay.api.Inlay;
            import dev.inlay.api.tenant.TenantId;
            import dev.inlay.core.Documents;
            import dev.inlay.core.InlaySdk;
            import dev.inlay.provider.jooq.JooqStores;
            import java.nio.file.Path;
            import java.sql.Connection;
            import java.time.Duration;
            import org.h2.jdbcx.JdbcDataSource;

            public final class Main {
                public static void main(String[] args) throws Exception {
                    JdbcDataSource dataSource = new JdbcDataSource();
                    dataSource.setURL("jdbc:h2:mem:host;DB_CLOSE_DELAY=-1");
                    try (Inlay inlay = InlaySdk.builder()
                            .install(Documents.in(Path.of(args[0])))
                            .install(JooqStores.on(dataSource))
                            .build()) {
                        inlay.start().awaitReady(Duration.ofSeconds(120));
                        String answer = inlay.tenants().call(TenantId.of("north-clinic"), () -> {
                            try (Connection tx = inlay.dataSource().getConnection()) {
                                inlay.audit().append(tx, dev.inlay.api.audit.AuditEntry.of("host", "started", "host"));
                                tx.commit();
                            }
                            return inlay.tenants().current() + " " + inlay.audit().read(0, 10).size();
                        });
                        System.out.println(Main.class.getModule().isNamed() + " " + answer);
                    }
                }
            }
            """;

    private static final String DESCRIPTOR = """
            module host {
                requires dev.inlay.core;
                requires dev.inlay.provider.jooq;
                requires com.h2database;
                requires java.naming;
            }
            """;

    @TempDir
    Path folder;

    @Test
    void runsOnTheModulePath() throws Exception {
        String path = jars();
        compile("--module-path", path);

        String printed = run("--module-path", path + File.pathSeparator + classes(), "--module", "host/host.Main");

        assertThat(printed).isEqualTo("true inlay/medisoft/-/north-clinic 1");
    }

    @Test
    void runsOnTheClassPath() throws Exception {
        String path = jars();
        compile("--module-path", path);

        String printed = run("--class-path", path + File.pathSeparator + classes(), "host.Main");

        assertThat(printed).isEqualTo("false inlay/medisoft/-/north-clinic 1");
    }

    private static String jars() {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path ->
                        NEEDED.matcher(Path.of(path).getFileName().toString()).matches())
                .toList();
        assertThat(jars).as("packaged jars on the class path of this test").hasSizeGreaterThan(12);
        return String.join(File.pathSeparator, jars);
    }

    private void compile(String option, String path) throws IOException {
        Path source = Files.createDirectories(folder.resolve("src/host"));
        Files.writeString(source.resolve("Main.java"), HOST);
        Files.writeString(folder.resolve("src/module-info.java"), DESCRIPTOR);
        List<String> arguments =
                new ArrayList<>(List.of("--release", "17", "-d", classes().toString(), option, path));
        try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }

        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));

        assertThat(failed).isZero();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("tenants.json"), """
                {"platform": "inlay", "tenants": [{"id": "north-clinic", "oem": "medisoft"}]}""");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.concat(
                        Stream.concat(Stream.of(java), Arrays.stream(arguments)), Stream.of(documents.toString()))
                .collect(Collectors.toList());
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("exit code of the host").isZero();
        return Files.readString(output).strip();
    }

    private Path classes() {
        return folder.resolve("classes");
    }
}
