package dev.inlay.core.internal.access;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.error.InlayException;
import java.util.Map;

/** What is written into a tenant's trail about those who entered it. */
final class AccessRecords {

    /** Who ends grants that ran out. */
    static final String INLAY = "inlay";

    private static final int LONGEST_DETAIL = 1000;

    private AccessRecords() {}

    static AuditEntry granted(AccessGrant grant) {
        return entry(
                grant.actor(),
                "access.granted",
                grant.id(),
                Map.of("reason", grant.reason(), "until", grant.until().toString(), "mode", mode(grant)));
    }

    static AuditEntry used(AccessGrant grant) {
        return entry(
                grant.actor(),
                "access.used",
                grant.id(),
                Map.of("until", grant.until().toString(), "mode", mode(grant)));
    }

    static AuditEntry left(AccessGrant grant) {
        return entry(grant.actor(), "access.left", grant.id(), Map.of());
    }

    static AuditEntry ended(String action, AccessGrant.End end, String grantId) {
        return entry(end.by(), action, grantId, Map.of("reason", end.reason()));
    }

    static AuditEntry denied(String actor, String subject, InlayException why) {
        String problem = String.valueOf(why.getMessage());
        return entry(
                actor,
                "access.denied",
                subject,
                Map.of(
                        "code",
                        why.code(),
                        "problem",
                        problem.length() > LONGEST_DETAIL ? problem.substring(0, LONGEST_DETAIL) : problem));
    }

    private static String mode(AccessGrant grant) {
        return grant.mayWrite() ? "read-write" : "read-only";
    }

    private static AuditEntry entry(String actor, String action, String subject, Map<String, String> detail) {
        return new AuditEntry(actor, action, subject, detail);
    }
}
