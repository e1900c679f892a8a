package dev.inlay.spi.event;

import dev.inlay.spi.ExtensionPoint;

/**
 * Turns the payload of an event of one version into that of the next. What was published before a release, and waits
 * when the release starts, is so sent in the newest form that the release knows: several steps are taken one after the
 * other.
 *
 * <p>An event changes its form where it waits, before it is sent for the first time, and never again once it may have
 * been sent: what a receiver has already seen in the old form is repeated in the old form. Thread-safe; does no I/O;
 * the same bytes always give the same bytes.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface EventUpcaster {

    /**
     * The type of event.
     *
     * @return as {@code ErpEvent.type}; the same each time
     */
    String type();

    /**
     * The version that it takes; it gives the next.
     *
     * @return at least 1; the same each time; no other upcaster of the instance has the same type and version
     */
    int from();

    /**
     * Makes the payload of the next version.
     *
     * @param payload of version {@link #from()}
     * @return of the version after it
     * @throws Exception the event is parked, with the exception's class as the reason
     */
    Payload upcast(Payload payload) throws Exception;
}
