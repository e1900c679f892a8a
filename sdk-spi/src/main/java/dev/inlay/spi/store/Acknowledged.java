package dev.inlay.spi.store;

import java.util.List;

/**
 * Events of one lane that the receiver has.
 *
 * @param lane the lane
 * @param events at least one
 * @since 0.1
 */
public record Acknowledged(Lane lane, List<StoredEvent> events) {

    /**
     * Copies the list.
     *
     * @param lane see the record
     * @param events see the record
     */
    public Acknowledged {
        events = List.copyOf(events);
    }
}
