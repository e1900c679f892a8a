package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.spi.store.AuditStore.Head;
import java.util.List;
import java.util.Optional;

/**
 * One walk over a tenant's chain in its store, from its first record or a later one to its head. Records may be
 * appended meanwhile: the head is read before, for what must be there, and after, for what may be there. Not
 * thread-safe.
 */
final class ChainWalk {

    private static final int PAGE = 1000;

    private final AuditStore store;
    private final TenantId tenant;
    private final ChainCheck check;

    ChainWalk(AuditStore store, TenantId tenant, List<AuditCheckpoint> checkpoints) {
        this(store, tenant, 0, checkpoints);
    }

    /** A part of the chain. */
    ChainWalk(AuditStore store, TenantId tenant, long afterSeq, List<AuditCheckpoint> checkpoints) {
        this.store = store;
        this.tenant = tenant;
        this.check = new ChainCheck(tenant, afterSeq, checkpoints);
    }

    AuditVerification verify() {
        return walk(store.head(tenant), Long.MAX_VALUE);
    }

    /** As far as a head that was read before, and no further. */
    AuditVerification verifyUpTo(Head head) {
        return walk(head, head.seq());
    }

    private AuditVerification walk(Head before, long last) {
        int limit = PAGE;
        while (true) {
            List<AuditRecord> page;
            try {
                page = store.read(tenant, check.seq(), limit);
            } catch (InvalidValueException e) {
                if (limit == 1) {
                    return check.brokenNext("holds what no record can hold (" + e.getMessage() + ")");
                }
                limit = 1;
                continue;
            }
            if (page.isEmpty()) {
                return end(before, store.head(tenant));
            }
            for (AuditRecord record : page) {
                Optional<AuditVerification> broken = step(record, before);
                if (broken.isPresent()) {
                    return broken.get();
                }
                if (record.seq() == last) {
                    return check.end();
                }
            }
        }
    }

    private Optional<AuditVerification> step(AuditRecord record, Head before) {
        if (record.seq() == check.seq() + 1
                && record.seq() == before.seq()
                && !record.hash().equals(before.hash())
                && record.hash().equals(AuditChain.hashOf(record))) {
            return Optional.of(check.brokenNext("is not the one that the head kept by the store names"));
        }
        return check.pass(record);
    }

    private AuditVerification end(Head before, Head after) {
        long seq = check.seq();
        AuditVerification found = check.end();
        if (found.intact() && seq < before.seq()) {
            return check.brokenNext("is missing; the head kept by the store is at " + before.seq());
        }
        if (found.intact() && seq > after.seq()) {
            long behind = after.seq() + 1;
            return check.broken(behind, "record " + behind + " stands behind the head kept by the store");
        }
        return found;
    }
}
