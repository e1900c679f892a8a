package dev.inlay.api.audit;

import dev.inlay.api.error.InvalidValueException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be recorded.
 *
 * @param actor who did it: a user, a service, {@code "inlay"}; 1 to 200 characters
 * @param action what was done, dotted, for example {@code "contract.changed"}; 1 to 200 characters
 * @param subject what it was done to; 1 to 200 characters
 * @param detail more, name to value; copied; no personal data and no secrets belong here; at most 32 entries of 1,000
 *     characters
 * @since 0.1
 */
public record AuditEntry(String actor, String action, String subject, Map<String, String> detail) {

    /**
     * Validates the entry.
     *
     * @param actor see the record
     * @param action see the record
     * @param subject see the record
     * @param detail see the record
     * @throws InvalidValueException naming the field
     */
    public AuditEntry {
        bounded("actor", actor, 200);
        bounded("action", action, 200);
        bounded("subject", subject, 200);
        if (detail.size() > 32) {
            throw new InvalidValueException("detail", "must have at most 32 entries");
        }
        detail.forEach((name, value) -> {
            bounded("detail name", name, 200);
            if (value.length() > 1000) {
                throw new InvalidValueException("detail." + name, "must have at most 1000 characters");
            }
        });
        detail = java.util.Collections.unmodifiableMap(new TreeMap<>(detail));
    }

    /**
     * Creates an entry without detail.
     *
     * @param actor see the record
     * @param action see the record
     * @param subject see the record
     * @return the entry
     * @throws InvalidValueException naming the field
     */
    public static AuditEntry of(String actor, String action, String subject) {
        return new AuditEntry(actor, action, subject, Map.of());
    }

    private static void bounded(String field, String value, int max) {
        if (value.isBlank() || value.length() > max) {
            throw new InvalidValueException(field, "must have 1 to " + max + " characters and not be blank");
        }
    }
}
