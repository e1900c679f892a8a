package dev.inlay.spi.store;

import dev.inlay.api.event.Response;
import java.time.Instant;

/**
 * An event that came in, as an inbox keeps it.
 *
 * @param key by what it is known
 * @param fingerprint SHA-256 over what a repetition must have in common, 64 lower-case hex digits
 * @param response what was answered
 * @param at when it came first, to the microsecond
 * @since 0.1
 */
public record InboxEntry(InboxKey key, String fingerprint, Response response, Instant at) {}
