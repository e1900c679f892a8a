package dev.inlay.spi.tenant;

import dev.inlay.spi.ExtensionPoint;

/**
 * Is told of every tenant header and every seal that was refused, also where it was well signed and the directory does
 * not let its tenant work, to raise an alarm or to feed a SIEM. Without one, the engine logs a throttled warning to
 * {@code dev.inlay.security}. What a refused header claims is no evidence, so nothing of it enters the audit trail of a
 * tenant.
 *
 * <p>Called on the thread of the request, with no tenant bound by the header: must be quick, and must not trust what it
 * is told. What it throws is logged and changes nothing. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface SecurityListener {

    /**
     * Something was refused.
     *
     * @param event what, when, and who claimed to have sent it
     */
    void refused(SecurityEvent event);
}
