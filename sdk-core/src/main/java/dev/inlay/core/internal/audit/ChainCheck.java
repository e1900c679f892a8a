package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a tenant's records one after the other and says what is wrong with the next. Not thread-safe. */
final class ChainCheck {

    private final TenantId tenant;
    private final long first;
    private final Deque<AuditCheckpoint> ahead;
    private long seq;
    private @Nullable String hash;
    private long proven;

    /**
     * Begins.
     *
     * @param tenant whose
     * @param afterSeq the position that the walk begins behind; 0 for the whole chain. What a later part goes on from
     *     is taken from its first record, unless a checkpoint says it
     * @param checkpoints verified, by position
     */
    ChainCheck(TenantId tenant, long afterSeq, List<AuditCheckpoint> checkpoints) {
        this.tenant = tenant;
        this.first = afterSeq + 1;
        this.seq = afterSeq;
        this.hash = afterSeq == 0 ? AuditChain.START : null;
        this.ahead = new ArrayDeque<>(checkpoints);
        while (!ahead.isEmpty() && ahead.peek().seq() <= afterSeq) {
            AuditCheckpoint passed = ahead.remove();
            if (passed.seq() == afterSeq) {
                hash = passed.hash();
                proven = afterSeq;
            }
        }
    }

    long seq() {
        return seq;
    }

    /** What is wrong with the record that comes next; nothing, and it is passed. */
    Optional<AuditVerification> pass(AuditRecord record) {
        Optional<String> problem = problem(record);
        if (problem.isPresent()) {
            return Optional.of(brokenNext(problem.get()));
        }
        seq = record.seq();
        hash = record.hash();
        return Optional.empty();
    }

    private Optional<String> problem(AuditRecord record) {
        long expected = seq + 1;
        if (record.seq() > expected) {
            return Optional.of("is missing; record " + record.seq() + " follows");
        }
        if (record.seq() < expected) {
            return Optional.of("should follow, but record " + record.seq() + " stands there");
        }
        if (!record.tenant().equals(tenant)) {
            return Optional.of("belongs to tenant '" + record.tenant() + "'");
        }
        if (hash != null && !record.previousHash().equals(hash)) {
            return Optional.of("does not link to the record before it: one of the two was changed or put in");
        }
        if (!record.hash().equals(AuditChain.hashOf(record))) {
            return Optional.of("was changed: its content does not give its hash");
        }
        return anchored(record);
    }

    private Optional<String> anchored(AuditRecord record) {
        while (!ahead.isEmpty() && ahead.peek().seq() == record.seq()) {
            AuditCheckpoint checkpoint = ahead.remove();
            if (!checkpoint.hash().equals(record.hash())) {
                return Optional.of("is not the one that the checkpoint made at " + checkpoint.at() + " with key '"
                        + checkpoint.keyId() + "' names: the chain was written anew here or before, behind position "
                        + proven);
            }
            proven = record.seq();
        }
        return Optional.empty();
    }

    AuditVerification brokenNext(String problem) {
        return broken(seq + 1, "record " + (seq + 1) + " " + problem);
    }

    AuditVerification broken(long at, String problem) {
        return AuditVerification.broken(first, seq, Math.min(proven, seq), at, "tenant '" + tenant + "': " + problem);
    }

    /** The end of the records: whatever a checkpoint names must have come by now. */
    AuditVerification end() {
        AuditCheckpoint last = ahead.peekLast();
        if (last != null) {
            return brokenNext("is missing: the checkpoint made at " + last.at() + " with key '" + last.keyId()
                    + "' names record " + last.seq() + ", so the chain was cut");
        }
        return AuditVerification.intact(first, seq, proven);
    }
}
