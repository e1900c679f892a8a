package dev.inlay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.audit.CheckpointAnchor;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("GOV-1")
final class FileAnchorTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final int THREADS = 8;
    private static final int EACH = 25;

    @TempDir
    private Path folder;

    @Test
    void sharesItsFileWithAnotherOfTheSameProcess() throws Exception {
        Path file = folder.resolve("anchors.jsonl");
        List<CheckpointAnchor> anchors = List.of(patient(file), patient(file));
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i * EACH + 1;
            CheckpointAnchor anchor = anchors.get(i % 2);
            all.add(CompletableFuture.runAsync(() -> anchorEach(anchor, first, go), threads));
        }

        go.countDown();
        all.forEach(CompletableFuture::join);
        threads.shutdownNow();

        assertThat(AuditFiles.checkpoints(file))
                .extracting(AuditCheckpoint::seq)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, THREADS * EACH).boxed().toList());
    }

    @Test
    void givesUpOnAFileThatStaysLocked() throws Exception {
        Path file = folder.resolve("anchors.jsonl");
        CheckpointAnchor anchor = anchor(FileAnchor.waitingAtMost(file, Duration.ofMillis(20)));
        try (FileChannel holder = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            holder.lock();

            assertThatThrownBy(() -> anchor.anchor(checkpoint(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("anchors.jsonl")
                    .hasMessageContaining("is locked by somebody else");
        }
        anchor.anchor(checkpoint(2));

        assertThat(AuditFiles.checkpoints(file)).containsExactly(checkpoint(2));
    }

    private static void anchorEach(CheckpointAnchor anchor, int first, CountDownLatch go) {
        try {
            go.await();
            for (int seq = first; seq < first + EACH; seq++) {
                anchor.anchor(checkpoint(seq));
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static AuditCheckpoint checkpoint(long seq) {
        return new AuditCheckpoint(
                NORTH, seq, "a".repeat(64), Instant.parse("2026-03-01T12:00:00Z"), "k1", "b".repeat(64));
    }

    private static CheckpointAnchor patient(Path file) {
        return anchor(FileAnchor.waitingAtMost(file, Duration.ofSeconds(60)));
    }

    private static CheckpointAnchor anchor(FileAnchor plugin) {
        List<CheckpointAnchor> added = new ArrayList<>();
        plugin.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                added.add((CheckpointAnchor) extension);
                return this;
            }
        });
        return added.get(0);
    }
}
