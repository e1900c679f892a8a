package dev.inlay.spi.store;

import java.util.List;

/**
 * Events of one lane that the receiver has.
 *
 * @param lane the lane
 * @param events at least one
 * @param retried whether retries of some of them may be kept; {@code false} says that there are none to remove
 * @since 0.1
 */
public record Acknowledged(Lane lane, List<StoredEvent> events, boolean retried) {

    /**
     * Copies the list.
     *
     * @param lane see the record
     * @param events see the record
     * @param retried see the record
     */
    public Acknowledged {
        events = List.copyOf(events);
    }

    /**
     * Events of which retries may be kept.
     *
     * @param lane see the record
     * @param events see the record
     */
    public Acknowledged(Lane lane, List<StoredEvent> events) {
        this(lane, events, true);
    }
}
