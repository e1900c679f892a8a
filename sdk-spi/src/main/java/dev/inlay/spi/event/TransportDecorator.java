package dev.inlay.spi.event;

import dev.inlay.spi.ExtensionPoint;

/**
 * Stands around every transport, for example with a circuit breaker. Decorators are applied in order, the first
 * outermost.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface TransportDecorator {

    /**
     * Wraps a transport. Called once per transport, at build; does no I/O.
     *
     * @param transport what to wrap
     * @return a transport for the same target
     */
    EventTransport decorate(EventTransport transport);
}
