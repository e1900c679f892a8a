package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.TenantId;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Knows whose each value is by the value alone, and keeps what went wrong. Thread-safe. */
final class Oracle {

    /** What went wrong. */
    record Violation(Kind kind, int step, String what) {
        @Override
        public String toString() {
            return kind + " at step " + step + ": " + what;
        }
    }

    private static final char MARK = '#';

    private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();

    /** A value that says whose it is. */
    static String canary(TenantId tenant, long number) {
        return tenant.value() + MARK + number;
    }

    /** Whose a value is. */
    static String owner(String canary) {
        return canary.substring(0, Math.max(0, canary.indexOf(MARK)));
    }

    static boolean isOf(TenantId tenant, String canary) {
        return owner(canary).equals(tenant.value());
    }

    /** Something was tried, and had its chance to go wrong. */
    void did(String what) {
        done.add(what);
    }

    /** What was tried at least once. */
    Set<String> done() {
        return Set.copyOf(done);
    }

    void report(Kind kind, int step, String what) {
        violations.add(new Violation(kind, step, what));
    }

    boolean isContent() {
        return violations.isEmpty();
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
