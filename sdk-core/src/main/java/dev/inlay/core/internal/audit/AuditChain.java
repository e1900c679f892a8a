package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.spi.store.AuditStore.Head;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How records link to each other. A hash is SHA-256 over the canonical JSON (RFC 8785) of <code>
 * {"at":"2026-01-31T08:30:00.000000Z","entry":{"action":…,"actor":…,"detail":{…},"subject":…},"previousHash":…,
 * "seq":1,"tenant":…}</code>; the time always has six digits behind the point.
 */
final class AuditChain {

    /** The hash before the first record. */
    static final String START = "0".repeat(64);

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AuditChain() {}

    /** The record that follows a head. */
    static AuditRecord next(TenantId tenant, Head head, Instant now, AuditEntry entry) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        long seq = head.seq() + 1;
        return new AuditRecord(tenant, seq, at, entry, head.hash(), hash(tenant, seq, at, entry, head.hash()));
    }

    /** The hash that a record should have. */
    static String hashOf(AuditRecord record) {
        return hash(record.tenant(), record.seq(), record.at(), record.entry(), record.previousHash());
    }

    private static String hash(TenantId tenant, long seq, Instant at, AuditEntry entry, String previousHash) {
        return CanonicalJson.sha256(tree(tenant, seq, at, entry, previousHash));
    }

    /** What is hashed of a record; may be added to. */
    static Map<String, Object> tree(AuditRecord record) {
        return tree(record.tenant(), record.seq(), record.at(), record.entry(), record.previousHash());
    }

    private static Map<String, Object> tree(
            TenantId tenant, long seq, Instant at, AuditEntry entry, String previousHash) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("tenant", tenant.value());
        tree.put("seq", seq);
        tree.put("at", text(at));
        tree.put(
                "entry",
                Map.of(
                        "actor", entry.actor(),
                        "action", entry.action(),
                        "subject", entry.subject(),
                        "detail", entry.detail()));
        tree.put("previousHash", previousHash);
        return tree;
    }

    /** The one form of a time. */
    static String text(Instant at) {
        return MICROSECONDS.format(at);
    }

    /** Refuses what not every database keeps as it is, so that a hash would not hold: NUL and lone surrogates. */
    static void requireStorable(AuditEntry entry) {
        requireStorable("actor", entry.actor());
        requireStorable("action", entry.action());
        requireStorable("subject", entry.subject());
        entry.detail().forEach((name, value) -> {
            requireStorable("detail name", name);
            requireStorable("detail." + name, value);
        });
    }

    private static void requireStorable(String field, String text) {
        if (text.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            throw new InvalidValueException(field, "must be well-formed Unicode without the character NUL");
        }
    }
}
