package dev.inlay.api.audit;

import java.util.OptionalLong;

/**
 * What a walk over a tenant's chain found.
 *
 * @param intact whether every link holds
 * @param records how many records were read
 * @param firstBroken the position of the first broken link; empty when intact
 * @param problem what is wrong there; empty when intact
 * @since 0.1
 */
public record AuditVerification(boolean intact, long records, OptionalLong firstBroken, String problem) {

    /**
     * A chain whose every link holds.
     *
     * @param records how many were read
     * @return the finding
     */
    public static AuditVerification intact(long records) {
        return new AuditVerification(true, records, OptionalLong.empty(), "");
    }

    /**
     * A chain that is broken.
     *
     * @param records how many were read up to there
     * @param seq the position of the first broken link
     * @param problem what is wrong
     * @return the finding
     */
    public static AuditVerification broken(long records, long seq, String problem) {
        return new AuditVerification(false, records, OptionalLong.of(seq), problem);
    }
}
