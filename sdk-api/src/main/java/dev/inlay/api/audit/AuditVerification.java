package dev.inlay.api.audit;

import java.util.OptionalLong;

/**
 * What a walk over a tenant's chain found.
 *
 * @param intact whether every link holds
 * @param first the position that the walk began at; 1 unless a later part was verified
 * @param last the position of the last record that was found to hold; one less than {@code first} for none
 * @param proven the position up to which a checkpoint from outside of the database proves the chain; 0 for none. What
 *     comes after it holds together, but whoever may write to the database could have cut it or written it anew
 * @param firstBroken the position of the first broken link; empty when intact
 * @param problem what is wrong there; empty when intact
 * @since 0.1
 */
public record AuditVerification(
        boolean intact, long first, long last, long proven, OptionalLong firstBroken, String problem) {

    /**
     * A chain whose every link holds.
     *
     * @param first see the record
     * @param last see the record
     * @param proven see the record
     * @return the finding
     */
    public static AuditVerification intact(long first, long last, long proven) {
        return new AuditVerification(true, first, last, proven, OptionalLong.empty(), "");
    }

    /**
     * A chain that is broken.
     *
     * @param first see the record
     * @param last see the record
     * @param proven see the record
     * @param seq the position of the first broken link
     * @param problem what is wrong
     * @return the finding
     */
    public static AuditVerification broken(long first, long last, long proven, long seq, String problem) {
        return new AuditVerification(false, first, last, proven, OptionalLong.of(seq), problem);
    }

    /**
     * How many records were found to hold.
     *
     * @return zero or more
     */
    public long records() {
        return last - first + 1;
    }

    /**
     * How many records hold together, but stand behind the last checkpoint.
     *
     * @return zero or more; all of them without a checkpoint
     */
    public long unproven() {
        return last - Math.max(proven, first - 1);
    }

    /**
     * The first record behind the last checkpoint.
     *
     * @return empty when there is none
     */
    public OptionalLong firstUnproven() {
        return unproven() == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(proven, first - 1) + 1);
    }
}
