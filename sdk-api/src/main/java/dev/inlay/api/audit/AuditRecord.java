package dev.inlay.api.audit;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;

/**
 * An entry as it stands in a tenant's chain.
 *
 * @param tenant whose chain
 * @param seq the position, from 1, without gaps
 * @param at when it was appended, to the microsecond
 * @param entry what was recorded
 * @param previousHash the hash of the record before, 64 lower-case hex digits; all zeros for the first
 * @param hash SHA-256 over the canonical JSON (RFC 8785) of all the other components, 64 lower-case hex digits
 * @since 0.1
 */
public record AuditRecord(TenantId tenant, long seq, Instant at, AuditEntry entry, String previousHash, String hash) {}
