package dev.inlay.api.audit;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * What the head of a tenant's chain was at a time, signed. Kept outside of the database, it shows a chain that was cut
 * or written anew since.
 *
 * @param tenant whose chain
 * @param seq the position of the last record then; at least 1
 * @param hash the hash of that record, 64 lower-case hex digits
 * @param at when the checkpoint was made; cut to the microsecond
 * @param keyId which key signed; 1 to 32 characters
 * @param signature HMAC SHA-256 over the canonical JSON (RFC 8785) of the other components, 64 lower-case hex digits
 * @since 0.1
 */
public record AuditCheckpoint(TenantId tenant, long seq, String hash, Instant at, String keyId, String signature) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /**
     * Validates the form; the signature is verified where the checkpoint is used.
     *
     * @param tenant see the record
     * @param seq see the record
     * @param hash see the record
     * @param at see the record
     * @param keyId see the record
     * @param signature see the record
     * @throws InvalidValueException naming the field
     */
    public AuditCheckpoint {
        if (seq < 1) {
            throw new InvalidValueException("seq", "must be at least 1, was " + seq);
        }
        hex("hash", hash);
        hex("signature", signature);
        if (keyId.isEmpty() || keyId.length() > 32) {
            throw new InvalidValueException("keyId", "must have 1 to 32 characters");
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    private static void hex(String field, String value) {
        if (!HEX.matcher(value).matches()) {
            throw new InvalidValueException(field, "must be 64 lower-case hex digits");
        }
    }
}
