package dev.inlay.core;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.audit.Checkpoints;
import dev.inlay.core.internal.audit.ExportWalk;
import dev.inlay.spi.tenant.SigningKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Verifies what {@link dev.inlay.api.audit.AuditTrail#export} wrote, without a database and without an instance.
 *
 * @since 0.1
 */
public final class AuditFiles {

    private AuditFiles() {}

    /**
     * Verifies an exported trail. Reads the file as a stream.
     *
     * @param export JSON lines
     * @param tenant whose trail it must be
     * @param afterSeq what the export was told to leave out; 0 for all
     * @param checkpoints from outside of the database, in any order; those of other tenants are left out
     * @param keys that the checkpoints were signed with
     * @return what was found
     * @throws InvalidValueException for {@code checkpoints}, naming one whose signature does not hold or whose key is
     *     not among those given
     * @throws IOException when the file cannot be read, or is not UTF-8
     */
    public static AuditVerification verify(
            Path export, TenantId tenant, long afterSeq, List<AuditCheckpoint> checkpoints, SigningKey... keys)
            throws IOException {
        if (afterSeq < 0) {
            throw new InvalidValueException("afterSeq", "must be 0 or more");
        }
        List<SigningKey> known = List.of(keys);
        List<AuditCheckpoint> verified = Checkpoints.verified(
                tenant,
                checkpoints,
                id -> known.stream().filter(key -> key.id().equals(id)).findFirst());
        try (BufferedReader lines = Files.newBufferedReader(export)) {
            return ExportWalk.verify(lines, tenant, afterSeq, verified);
        }
    }

    /**
     * Reads the checkpoints that {@link FileAnchor} kept. Their signatures are verified where they are used.
     *
     * @param file JSON lines
     * @return in the order of the file
     * @throws InvalidValueException for {@code checkpoints}, naming the line that holds none
     * @throws IOException when the file cannot be read, or is not UTF-8
     */
    public static List<AuditCheckpoint> checkpoints(Path file) throws IOException {
        return ExportWalk.checkpoints(Files.readString(file));
    }
}
