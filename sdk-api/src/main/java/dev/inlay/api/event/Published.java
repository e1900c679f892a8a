package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;

/**
 * What {@link Events#publish} answers.
 *
 * @param eventId the id that the receiver sees; the same for every target
 * @param duplicate whether the same request id was published before; nothing was written then, and {@code eventId} is
 *     the first one's
 * @since 0.1
 */
public record Published(String eventId, boolean duplicate) {

    /**
     * Validates the answer.
     *
     * @param eventId see the record
     * @param duplicate see the record
     * @throws InvalidValueException for {@code eventId} when it is empty
     */
    public Published {
        if (eventId.isEmpty()) {
            throw new InvalidValueException("eventId", "must not be empty");
        }
    }
}
