package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A use as it is kept. The key is tenant, source and id.
 *
 * @param tenant whose use
 * @param source the part of the host that counts
 * @param id the host's id
 * @param meter the meter's key
 * @param value 0 or more
 * @param at when it was used, to the microsecond
 * @param day the day of {@code at} in the tenant's zone
 * @param hash SHA-256 over meter, value and, where the host gave one, the time; 64 lower-case hex digits
 * @since 0.1
 */
public record UsageRow(
        TenantId tenant, String source, String id, String meter, long value, Instant at, LocalDate day, String hash) {}
