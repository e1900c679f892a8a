package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.spi.store.AuditStore.Head;
import java.util.List;
import java.util.Optional;

/**
 * One walk over a tenant's chain, from its first record to its head. Records may be appended meanwhile: the head is
 * read before, for what must be there, and after, for what may be there. Not thread-safe.
 */
final class ChainWalk {

    private static final int PAGE = 1000;

    private final AuditStore store;
    private final TenantId tenant;
    private long seq;
    private String hash = AuditChain.START;

    ChainWalk(AuditStore store, TenantId tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    AuditVerification verify() {
        Head before = store.head(tenant);
        int limit = PAGE;
        while (true) {
            List<AuditRecord> page;
            try {
                page = store.read(tenant, seq, limit);
            } catch (InvalidValueException e) {
                if (limit == 1) {
                    return brokenNext("holds what no record can hold (" + e.getMessage() + ")");
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
            }
        }
    }

    private Optional<AuditVerification> step(AuditRecord record, Head before) {
        Optional<String> problem = problem(record, before);
        if (problem.isPresent()) {
            return Optional.of(brokenNext(problem.get()));
        }
        seq = record.seq();
        hash = record.hash();
        return Optional.empty();
    }

    private Optional<String> problem(AuditRecord record, Head before) {
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
        if (!record.previousHash().equals(hash)) {
            return Optional.of("does not link to the record before it: one of the two was changed or put in");
        }
        if (!record.hash().equals(AuditChain.hashOf(record))) {
            return Optional.of("was changed: its content does not give its hash");
        }
        if (record.seq() == before.seq() && !record.hash().equals(before.hash())) {
            return Optional.of("is not the one that the head kept by the store names");
        }
        return Optional.empty();
    }

    private AuditVerification end(Head before, Head after) {
        if (seq < before.seq()) {
            return brokenNext("is missing; the head kept by the store is at " + before.seq());
        }
        if (seq > after.seq()) {
            return AuditVerification.broken(
                    seq, after.seq() + 1, "record " + (after.seq() + 1) + " stands behind the head kept by the store");
        }
        return AuditVerification.intact(seq);
    }

    private AuditVerification brokenNext(String problem) {
        return AuditVerification.broken(seq, seq + 1, "record " + (seq + 1) + " " + problem);
    }
}
