package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies what was exported, without a database. */
public final class ExportWalk {

    private ExportWalk() {}

    /**
     * Verifies an export of one tenant.
     *
     * @param lines JSON lines
     * @param tenant whose
     * @param afterSeq what the export was told to leave out
     * @param checkpoints verified, by position
     * @return what was found
     * @throws IOException as {@code lines} does
     */
    public static AuditVerification verify(
            BufferedReader lines, TenantId tenant, long afterSeq, List<AuditCheckpoint> checkpoints)
            throws IOException {
        ChainCheck check = new ChainCheck(tenant, afterSeq, checkpoints);
        long number = 0;
        for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            Optional<AuditRecord> record = RecordLines.record(line);
            if (record.isEmpty()) {
                return check.brokenNext(
                        "was changed: line " + number + " of the file is not the canonical form of a record");
            }
            Optional<AuditVerification> broken = check.pass(record.get());
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return check.end();
    }

    /**
     * Reads checkpoints, one to a line. What stands behind the last line feed was not written to its end, and is left
     * out.
     *
     * @param text JSON lines
     * @return in their order
     * @throws InvalidValueException for {@code checkpoints}, naming the line that holds none
     */
    public static List<AuditCheckpoint> checkpoints(String text) {
        List<AuditCheckpoint> checkpoints = new ArrayList<>();
        int number = 0;
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            int line = ++number;
            checkpoints.add(RecordLines.checkpoint(text.substring(from, to))
                    .orElseThrow(() -> new InvalidValueException(
                            "checkpoints", "line " + line + " is not the canonical form of a checkpoint")));
            from = to + 1;
        }
        return List.copyOf(checkpoints);
    }

    /**
     * A checkpoint as a line of such a file.
     *
     * @param checkpoint signed
     * @return with the line feed
     */
    public static String line(AuditCheckpoint checkpoint) {
        return RecordLines.line(checkpoint) + "\n";
    }
}
