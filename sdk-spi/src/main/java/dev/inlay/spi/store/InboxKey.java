package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantId;

/**
 * By what an event that came in is known; compared byte for byte.
 *
 * @param tenant whose
 * @param consumer who works on it, 1 to 100 characters
 * @param source who sent it, 1 to 200 characters
 * @param eventId its id at the source, 1 to 200 characters
 * @since 0.1
 */
public record InboxKey(TenantId tenant, String consumer, String source, String eventId) {}
