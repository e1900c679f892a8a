package dev.inlay.spi.event;

import dev.inlay.spi.ExtensionPoint;

/**
 * Writes payload objects as bytes. Bytes and JSON text that a host publishes do not pass through it. The default writes
 * JSON with Jackson, dates as ISO 8601. Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface PayloadCodec {

    /**
     * Writes a payload.
     *
     * @param payload what the host published
     * @return its bytes and their media type
     * @throws Exception when it cannot be written: publishing is refused with the field {@code event.payload}
     */
    Payload encode(Object payload) throws Exception;
}
