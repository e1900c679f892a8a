package dev.inlay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that change while an instance serves them. */
@Proves("TEN-9")
final class DocumentsReloadTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final String ACTIVE = document("active");
    private static final String CLOSED = document("closed");
    private static final String SUSPENDED = document("suspended");

    @TempDir
    private Path folder;

    private Inlay inlay;

    @AfterEach
    void close() {
        inlay.close();
    }

    @Test
    void refusesATenantWhoseDocumentWasRewrittenInPlace() throws IOException {
        write(folder, ACTIVE);
        start(every(20));
        assertThat(refusal()).isEmpty();

        write(folder, SUSPENDED);

        await(() -> refusal().equals("tenant.suspended"));
    }

    @Test
    void refusesOnEveryInstanceWhatTheSharedFolderSuspends() throws IOException {
        write(folder, ACTIVE);
        start(every(20));
        try (Inlay second = InlaySdk.builder().install(every(20)).build()) {
            second.start().awaitReady(Duration.ofSeconds(30));
            assertThat(refusal(second)).isEmpty();

            write(folder, SUSPENDED);

            await(() -> refusal().equals("tenant.suspended") && refusal(second).equals("tenant.suspended"));
        }
    }

    @Test
    void saysThatItIsStaleWhileALookHangs() throws Exception {
        write(folder, ACTIVE);
        Documents documents = every(20);
        start(documents);

        synchronized (documents) { // as a reading that does not end
            await(() -> inlay.tenants().directory().isStale());
            assertThat(inlay.tenants().directory().reason()).contains("1000 ms");
            assertThat(refusal()).isEmpty();
        }

        await(() -> !inlay.tenants().directory().isStale());
    }

    @Test
    void seesAFileReplacedByOneOfTheSameSizeAndTime() throws IOException {
        FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(write(folder, ACTIVE), old);
        start(every(20));
        assertThat(ACTIVE).hasSameSizeAs(CLOSED);

        Path next = Files.writeString(folder.resolve("next"), CLOSED);
        Files.setLastModifiedTime(next, old);
        Files.move(next, folder.resolve("tenants.json"), StandardCopyOption.ATOMIC_MOVE);

        await(() -> refusal().equals("tenant.closed"));
    }

    @Test
    void seesAFolderWhoseLinkWasSwapped() throws IOException {
        write(Files.createDirectory(folder.resolve("..1")), ACTIVE);
        write(Files.createDirectory(folder.resolve("..2")), SUSPENDED);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("tenants.json"), Path.of("..data", "tenants.json"));
        start(every(20));
        assertThat(refusal()).isEmpty();

        Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("..2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

        await(() -> refusal().equals("tenant.suspended"));
    }

    @Test
    void servesTheLastGoodDocumentsUntilABrokenOneIsMended() throws IOException {
        write(folder, ACTIVE);
        start(every(20));

        write(folder, ACTIVE.substring(0, ACTIVE.length() / 2));
        await(() -> inlay.tenants().directory().isStale()
                && inlay.tenants().directory().reason().contains("tenants.json"));

        assertThat(refusal()).isEmpty();
        assertThat(inlay.state().waitingFor()).singleElement().asString().contains("tenants.json");
        assertThatThrownBy(() -> inlay.tenants().run(TenantId.of("stranger"), () -> {}))
                .hasMessageContaining("stranger")
                .isInstanceOfSatisfying(InlayException.class, e -> {
                    assertThat(e.code()).isEqualTo("tenant.directory.unavailable");
                    assertThat(e.retryable()).isTrue();
                });
        write(folder, SUSPENDED);
        await(() -> !inlay.tenants().directory().isStale());
        assertThat(refusal()).isEqualTo("tenant.suspended");
    }

    @Test
    void outlivesAFolderThatGoesAwayAndComesBack() throws IOException {
        Path documents = Files.createDirectory(folder.resolve("inlay"));
        write(documents, ACTIVE);
        start(Documents.in(documents).reloadingEvery(Duration.ofMillis(20)));

        Files.move(documents, folder.resolve("away"));
        await(() -> inlay.tenants().directory().isStale());
        assertThat(refusal()).isEmpty();

        Files.move(folder.resolve("away"), documents);
        await(() -> !inlay.tenants().directory().isStale());
    }

    @Test
    void saysWhenItLookedLast() throws IOException {
        write(folder, ACTIVE);
        start(every(20));
        Optional<Instant> before = inlay.tenants().directory().lastRefreshed();

        assertThat(before).isPresent();
        await(() -> !inlay.tenants().directory().lastRefreshed().equals(before));
    }

    @Test
    void leavesReloadingToTheHostThatWantsIt() throws IOException {
        write(folder, ACTIVE);
        Documents documents = Documents.in(folder).reloadedByHost();
        inlay = InlaySdk.builder()
                .nodeId("reloads-nothing")
                .install(documents)
                .build()
                .start()
                .awaitReady(Duration.ofSeconds(30));

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("inlay-documents") && name.endsWith("@reloads-nothing"));
        write(folder, SUSPENDED);
        assertThat(refusal()).isEmpty();
        documents.reload();
        assertThat(refusal()).isEqualTo("tenant.suspended");
    }

    @Test
    void refusesAPauseThatIsNone() throws IOException {
        write(folder, ACTIVE);
        start(every(20));

        assertThatThrownBy(() -> Documents.in(folder).reloadingEvery(Duration.ZERO))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("pause"));
    }

    private Documents every(int millis) {
        return Documents.in(folder).reloadingEvery(Duration.ofMillis(millis));
    }

    private void start(Documents documents) {
        inlay = InlaySdk.builder().install(documents).build().start().awaitReady(Duration.ofSeconds(30));
    }

    /** The code with which the tenant is refused; empty when it may work. */
    private String refusal() {
        return refusal(inlay);
    }

    private static String refusal(Inlay inlay) {
        try {
            inlay.tenants().run(NORTH, () -> {});
            return "";
        } catch (InlayException e) {
            return e.code();
        }
    }

    private static Path write(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("tenants.json"), text);
    }

    private static String document(String status) {
        return "{\"tenants\": [{\"id\": \"north-clinic\", \"oem\": \"medisoft\", \"status\": \"" + status + "\"}]}";
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
