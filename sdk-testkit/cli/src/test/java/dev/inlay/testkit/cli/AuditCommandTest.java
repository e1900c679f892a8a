package dev.inlay.testkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("GOV-1")
final class AuditCommandTest {

    private static final String URL = "jdbc:any";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void fill() {
        TenantId north = TenantId.of("north-clinic");
        try (Inlay inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic"))
                .install(MemoryStoresFactory.STORES.reopened())
                .build()
                .start()
                .awaitReady(Duration.ofSeconds(20))) {
            for (int i = 0; i < 3; i++) {
                inlay.tenants().run(north, () -> inlay.audit().append(AuditEntry.of("ida", "did", "it")));
            }
        }
    }

    @Test
    void verifiesADatabase() {
        assertThat(run("audit", "verify", "--tenant", "north-clinic", "--url", URL))
                .isZero();

        assertThat(printed.toString(UTF_8))
                .contains("tenant 'north-clinic': records 1 to 3 hold together")
                .contains("unproven: 3 records, from position 1")
                .endsWith("INTACT\n");
    }

    @Test
    void verifiesWhatItExported() throws IOException {
        Path file = folder.resolve("north.jsonl");
        assertThat(run("audit", "export", "--tenant", "north-clinic", "--url", URL, file.toString()))
                .isZero();
        assertThat(run("audit", "verify", "--tenant", "north-clinic", file.toString()))
                .isZero();

        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), lines.get(2)));

        assertThat(run("audit", "verify", "--tenant", "north-clinic", file.toString()))
                .isEqualTo(1);
        assertThat(printed.toString(UTF_8))
                .contains("tenant 'north-clinic': record 2 is missing; record 3 follows")
                .contains("first broken position: 2")
                .endsWith("BROKEN\n");
    }

    @Test
    void failsOverACheckpointThatItCannotTrust() throws IOException {
        Path file = folder.resolve("north.jsonl");
        run("audit", "export", "--tenant", "north-clinic", "--url", URL, file.toString());
        Path anchors = folder.resolve("anchors.jsonl");
        Files.writeString(
                anchors,
                "{\"at\":\"2026-03-01T12:00:00.000000Z\",\"hash\":\"" + "0".repeat(64)
                        + "\",\"keyId\":\"k1\",\"seq\":3,"
                        + "\"signature\":\"" + "0".repeat(64)
                        + "\",\"tenant\":\"north-clinic\",\"use\":\"inlay.audit.checkpoint\"}\n");

        int exit = run(
                "audit", "verify", "--tenant", "north-clinic", file.toString(), "--checkpoints", anchors.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString(UTF_8))
                .contains("the checkpoint of tenant 'north-clinic' at position 3")
                .contains("key 'k1' is signed by a key that is not known here");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(run("audit")).isEqualTo(3);
        assertThat(run("audit", "verify", "--tenant", "north-clinic")).isEqualTo(3);
        assertThat(run("audit", "verify", "file")).isEqualTo(3);
        assertThat(run("audit", "export", "--tenant", "no id!", "file")).isEqualTo(3);
        assertThat(run("audit", "verify", "--tenant", "n", "file", "--after", "x"))
                .isEqualTo(3);
        assertThat(run(
                        "audit",
                        "verify",
                        "--tenant",
                        "n",
                        folder.resolve("none").toString()))
                .isEqualTo(3);
        assertThat(run("audit", "verify", "--tenant", "n", "f", "--key", "k1=NO_SUCH_VARIABLE"))
                .isEqualTo(3);
        assertThat(printed.toString(UTF_8))
                .contains("usage: audit verify --tenant ID FILE", "there is no environment variable NO_SUCH_VARIABLE");
    }

    private int run(String... args) {
        return Main.run(args, new PrintStream(printed, true, UTF_8));
    }
}
