package dev.inlay.core.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.AuditFiles;
import dev.inlay.core.FileAnchor;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.store.AuditStore.Head;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryStores;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("GOV-1")
final class CheckpointTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");
    private static final SigningKey KEY = SigningKey.hmacSha256("k1", new byte[32]);
    private static final SigningKey OTHER =
            SigningKey.hmacSha256("k1", "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path folder;

    private final InMemoryStores stores = InMemoryStores.create();
    private Path anchors;
    private Inlay inlay;

    @BeforeEach
    void start() {
        anchors = folder.resolve("anchors.jsonl");
        inlay = started(builder().install(FileAnchor.at(anchors)).auditCheckpoints(1000, Duration.ofHours(1)));
    }

    @AfterEach
    void close() {
        inlay.close();
    }

    @Test
    void provesTheChainUpToTheLastAnchorAndSaysWhatIsUnproven() throws IOException {
        append(NORTH, 3);
        AuditCheckpoint made = inlay.audit().checkpoint(NORTH);
        append(NORTH, 2);

        AuditVerification found = inlay.audit().verify(NORTH, AuditFiles.checkpoints(anchors));

        assertThat(AuditFiles.checkpoints(anchors)).containsExactly(made);
        assertThat(found.intact()).isTrue();
        assertThat(found.records()).isEqualTo(5);
        assertThat(found.proven()).isEqualTo(3);
        assertThat(found.unproven()).isEqualTo(2);
        assertThat(found.firstUnproven()).hasValue(4);
        assertThat(inlay.audit().verify(NORTH).firstUnproven()).hasValue(1);
    }

    @Test
    void catchesWhatTheHeadBesideTheChainCannot() throws IOException {
        append(NORTH, 5);
        inlay.audit().checkpoint(NORTH);
        append(NORTH, 1);
        List<AuditCheckpoint> checkpoints = AuditFiles.checkpoints(anchors);

        rewrite(records -> records.subList(0, 3));
        assertThat(inlay.audit().verify(NORTH).intact()).isTrue();
        broken(4, "is missing: the checkpoint made at", inlay.audit().verify(NORTH, checkpoints));

        rewrite(records -> {
            records.set(1, withAction(records.get(1), "forged"));
            return records;
        });
        append(NORTH, 3);
        assertThat(inlay.audit().verify(NORTH).intact()).isTrue();
        broken(
                5,
                "was written anew here or before, behind position 0",
                inlay.audit().verify(NORTH, checkpoints));
        rewrite(records -> List.of());
        broken(1, "is missing: the checkpoint made at", inlay.audit().verify(NORTH, checkpoints));
    }

    @Test
    void refusesAForgedCheckpointByName() throws IOException {
        append(NORTH, 2);
        append(SOUTH, 2);
        AuditCheckpoint made = inlay.audit().checkpoint(NORTH);
        AuditCheckpoint south = inlay.audit().checkpoint(SOUTH);
        AuditCheckpoint moved =
                new AuditCheckpoint(NORTH, south.seq(), south.hash(), south.at(), south.keyId(), south.signature());
        AuditCheckpoint later = new AuditCheckpoint(NORTH, 1, made.hash(), made.at(), made.keyId(), made.signature());
        AuditCheckpoint unknown =
                new AuditCheckpoint(NORTH, made.seq(), made.hash(), made.at(), "k9", made.signature());

        refused("position 2 made at", "is forged", moved);
        refused("position 1 made at", "is forged", later);
        refused("key 'k9'", "not known here", unknown);
        refused("position 2", "is forged", Checkpoints.sign(NORTH, new Head(2, made.hash()), made.at(), OTHER));
        assertThat(inlay.audit().verify(NORTH, List.of(south)).proven()).isZero();
    }

    @Test
    void signsNothingThatIsNotThere() {
        coded("audit.empty", () -> inlay.audit().checkpoint(NORTH));
        append(NORTH, 2);
        stores.audit().tamper(NORTH, records -> {
            records.set(1, withAction(records.get(1), "forged"));
            return records;
        });
        coded("audit.broken", () -> inlay.audit().checkpoint(NORTH));
        try (Inlay keyless = started(InlaySdk.builder().install(directory()).install(stores.reopened()))) {
            coded("instance.no-keys", () -> keyless.audit().checkpoint(NORTH));
        }
    }

    @Test
    void signsNoChainThatIsBrokenBelowItsHead() {
        append(NORTH, 5);
        stores.audit().tamper(NORTH, records -> {
            records.set(1, withAction(records.get(1), "forged"));
            return records;
        });

        unsigned("record 2 was changed");
        assertThat(anchors).doesNotExist();
    }

    @Test
    void signsNoChainThatWasCutSinceTheLastCheckpoint() throws IOException {
        append(NORTH, 5);
        AuditCheckpoint made = inlay.audit().checkpoint(NORTH);

        rewrite(records -> records.subList(0, 3));
        unsigned("record 4 is missing: the checkpoint made at " + made.at() + " names record 5");
        rewrite(records -> List.of());
        unsigned("record 1 is missing");
        assertThat(AuditFiles.checkpoints(anchors)).containsExactly(made);
    }

    @Test
    void signsNoChainThatWasWrittenAnewSinceTheLastCheckpoint() throws IOException {
        append(NORTH, 3);
        AuditCheckpoint made = inlay.audit().checkpoint(NORTH);
        rewrite(records -> {
            records.set(0, withAction(records.get(0), "forged"));
            return records;
        });

        unsigned("record 3 is not the one that the checkpoint made at " + made.at());
        append(NORTH, 2);
        unsigned("record 3 is not the one that the checkpoint made at " + made.at());
        assertThat(AuditFiles.checkpoints(anchors)).containsExactly(made);
    }

    @Test
    void signsNoBrokenLinkBehindTheLastCheckpoint() {
        append(NORTH, 3);
        inlay.audit().checkpoint(NORTH);
        append(NORTH, 3);
        stores.audit().tamper(NORTH, records -> {
            records.set(4, withAction(records.get(4), "forged"));
            return records;
        });

        unsigned("record 5 was changed");
    }

    @Test
    void signsTheSameHeadAgainAndWhatGoesOnFromIt() {
        append(NORTH, 2);
        AuditCheckpoint first = inlay.audit().checkpoint(NORTH);
        AuditCheckpoint again = inlay.audit().checkpoint(NORTH);
        append(NORTH, 1500);

        assertThat(again.hash()).isEqualTo(first.hash());
        assertThat(inlay.audit().checkpoint(NORTH).seq()).isEqualTo(1502);
    }

    @Test
    void isOnlyForItsOwnTenantWhereOneIsBound() throws IOException {
        append(NORTH, 1);
        append(SOUTH, 1);

        inlay.tenants().run(NORTH, () -> {
            coded("tenant.rebind", () -> inlay.audit().verify(SOUTH));
            coded("tenant.rebind", () -> inlay.audit().verify(SOUTH, List.of()));
            coded("tenant.rebind", () -> inlay.audit().checkpoint(SOUTH));
            coded("tenant.rebind", () -> inlay.audit().export(SOUTH, 0, OutputStream.nullOutputStream()));
            assertThat(inlay.audit().verify(NORTH).intact()).isTrue();
            assertThat(inlay.audit().checkpoint(NORTH).seq()).isEqualTo(1);
        });

        assertThat(AuditFiles.checkpoints(anchors))
                .extracting(AuditCheckpoint::tenant)
                .containsExactly(NORTH);
        inlay.tenants()
                .runAsPlatform(
                        "monthly audit",
                        () -> assertThat(inlay.audit().verify(SOUTH).intact()).isTrue());
    }

    @Test
    void anchorsByItselfWhenEnoughWasAppendedAndWhenItCloses() throws Exception {
        Path file = folder.resolve("rounds.jsonl");
        Inlay node = started(builder().install(FileAnchor.at(file)).auditCheckpoints(3, Duration.ofHours(1)));
        try {
            for (int i = 0; i < 3; i++) {
                node.tenants().run(NORTH, () -> node.audit().append(AuditEntry.of("ida", "did", "it")));
            }
            awaitAnchored(file, NORTH);
            node.tenants().run(SOUTH, () -> node.audit().append(AuditEntry.of("ida", "did", "it")));
        } finally {
            node.close();
        }

        awaitAnchored(file, SOUTH);
        assertThat(inlay.audit().verify(NORTH, AuditFiles.checkpoints(file)).unproven())
                .isZero();
        assertThat(inlay.audit().verify(SOUTH, AuditFiles.checkpoints(file)).unproven())
                .isZero();
    }

    private static void awaitAnchored(Path file, TenantId tenant) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Files.exists(file)
                || AuditFiles.checkpoints(file).stream()
                        .noneMatch(each -> each.tenant().equals(tenant))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void goesOnBehindALineThatACrashTore() throws IOException {
        append(NORTH, 1);
        AuditCheckpoint first = inlay.audit().checkpoint(NORTH);
        Files.writeString(anchors, "{\"at\":\"2026", StandardOpenOption.APPEND);
        assertThat(AuditFiles.checkpoints(anchors)).containsExactly(first);
        append(NORTH, 1);
        AuditCheckpoint second = inlay.audit().checkpoint(NORTH);

        assertThat(AuditFiles.checkpoints(anchors)).containsExactly(first, second);
        Files.writeString(anchors, "{}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> AuditFiles.checkpoints(anchors)).hasMessageContaining("line 3");
    }

    @Test
    void exportsWhatCanBeVerifiedWithoutADatabase() throws IOException {
        append(NORTH, 4);
        inlay.audit().checkpoint(NORTH);
        append(NORTH, 1);
        Path whole = export(NORTH, 0);
        Path part = export(NORTH, 2);

        AuditVerification found = verify(whole, 0);

        assertThat(found.intact()).isTrue();
        assertThat(found.records()).isEqualTo(5);
        assertThat(found.firstUnproven()).hasValue(5);
        assertThat(verify(part, 2).records()).isEqualTo(3);
        assertThat(verify(part, 2).proven()).isEqualTo(4);
        broken(1, "record 1 is missing; record 3 follows", verify(part, 0));
        broken(1, "belongs to tenant 'north-clinic'", AuditFiles.verify(whole, SOUTH, 0, List.of(), KEY));
    }

    @Test
    void namesWhereAnExportedFileWasChanged() throws IOException {
        append(NORTH, 5);
        append(SOUTH, 5);
        inlay.audit().checkpoint(NORTH);
        Path file = export(NORTH, 0);
        List<String> south = Files.readAllLines(export(SOUTH, 0));

        changed(file, 3, "its content does not give its hash", lines -> {
            lines.set(2, lines.get(2).replace("did", "undid"));
            return lines;
        });
        changed(file, 3, "line 3 of the file is not the canonical form", lines -> {
            lines.set(2, lines.get(2).replace(",\"hash\"", ", \"hash\""));
            return lines;
        });
        changed(file, 2, "is missing; record 3 follows", lines -> {
            lines.remove(1);
            return lines;
        });
        changed(file, 2, "is missing; record 3 follows", lines -> {
            Collections.swap(lines, 1, 2);
            return lines;
        });
        changed(file, 4, "record 3 stands there", lines -> {
            lines.add(3, lines.get(2));
            return lines;
        });
        changed(file, 4, "belongs to tenant 'south-clinic'", lines -> {
            lines.set(3, south.get(3));
            return lines;
        });
        changed(file, 4, "is missing: the checkpoint made at", lines -> lines.subList(0, 3));
        changed(file, 1, "is missing: the checkpoint made at", lines -> List.of());
    }

    private void changed(Path file, long seq, String problem, UnaryOperator<List<String>> change) throws IOException {
        Path forged = folder.resolve("forged.jsonl");
        Files.write(forged, change.apply(new ArrayList<>(Files.readAllLines(file))));
        broken(seq, problem, verify(forged, 0));
    }

    private static void broken(long seq, String problem, AuditVerification found) {
        assertThat(found.problem()).contains(problem).contains("tenant '");
        assertThat(found.firstBroken()).hasValue(seq);
        assertThat(found.intact()).isFalse();
    }

    private AuditVerification verify(Path file, long afterSeq) throws IOException {
        return AuditFiles.verify(file, NORTH, afterSeq, AuditFiles.checkpoints(anchors), KEY);
    }

    private Path export(TenantId tenant, long afterSeq) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(inlay.audit().export(tenant, afterSeq, out)).isEqualTo(5);
        return Files.write(folder.resolve(tenant + "-" + afterSeq + ".jsonl"), out.toByteArray());
    }

    private void unsigned(String why) {
        assertThatThrownBy(() -> inlay.audit().checkpoint(NORTH))
                .hasMessageContaining("tenant 'north-clinic'")
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("audit.broken"));
    }

    private void refused(String which, String why, AuditCheckpoint forged) {
        assertThatThrownBy(() -> inlay.audit().verify(NORTH, List.of(forged)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("tenant 'north-clinic'")
                .hasMessageContaining(which)
                .hasMessageContaining(why);
    }

    /** As whoever may write to every table would: all hashes anew, and the head with them. */
    private void rewrite(UnaryOperator<List<AuditRecord>> change) {
        stores.audit().forge(NORTH, records -> {
            List<AuditRecord> anew = new ArrayList<>();
            Head head = new Head(0, AuditChain.START);
            for (AuditRecord record : change.apply(records)) {
                AuditRecord next = AuditChain.next(NORTH, head, record.at(), record.entry());
                anew.add(next);
                head = new Head(next.seq(), next.hash());
            }
            return anew;
        });
    }

    private static AuditRecord withAction(AuditRecord r, String action) {
        return new AuditRecord(
                r.tenant(), r.seq(), r.at(), AuditEntry.of("ida", action, "it"), r.previousHash(), r.hash());
    }

    private void append(TenantId tenant, int count) {
        for (int i = 0; i < count; i++) {
            inlay.tenants().run(tenant, () -> inlay.audit().append(AuditEntry.of("ida", "did", "it")));
        }
    }

    private InlayBuilder builder() {
        return InlaySdk.builder()
                .install(directory())
                .install(stores.reopened())
                .install(SigningKeys.of(KEY));
    }

    private static Inlay started(InlayBuilder builder) {
        return builder.build().start().awaitReady(Duration.ofSeconds(20));
    }

    private static InMemoryTenantDirectory directory() {
        return InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic", "inlay/medisoft/-/south-clinic");
    }

    private static void coded(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
