package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantId;

/**
 * A stream of events that come in; compared byte for byte.
 *
 * @param tenant whose
 * @param consumer who works on it, 1 to 100 characters
 * @param source who sends it, 1 to 200 characters
 * @param key the stream at the source, 1 to 200 characters
 * @since 0.1
 */
public record InboxStream(TenantId tenant, String consumer, String source, String key) {

    /**
     * How far a stream was received.
     *
     * @param generation 0 before the first event
     * @param seq 0 before the first event
     */
    public record Position(long generation, long seq) {

        /** Where a stream stands of which nothing was received. */
        public static final Position START = new Position(0, 0);
    }
}
