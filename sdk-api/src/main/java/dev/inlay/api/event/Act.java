package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;

/**
 * Who acts as an operator, and why: what the audit trail keeps of it.
 *
 * @param actor who, as verified by the host; 1 to 200 characters, not blank
 * @param reason why, in words or with the number of a ticket; 1 to 500 characters, not blank; no personal data and no
 *     secret
 * @since 0.1
 */
public record Act(String actor, String reason) {

    /**
     * Validates the act.
     *
     * @param actor see the record
     * @param reason see the record
     * @throws InvalidValueException for {@code actor} or {@code reason}
     */
    public Act {
        bounded("actor", actor, 200);
        bounded("reason", reason, 500);
    }

    /**
     * Says who acts, and why.
     *
     * @param actor see the record
     * @param reason see the record
     * @return the act
     * @throws InvalidValueException for {@code actor} or {@code reason}
     */
    public static Act of(String actor, String reason) {
        return new Act(actor, reason);
    }

    private static void bounded(String field, String value, int most) {
        if (value.isBlank() || value.length() > most) {
            throw new InvalidValueException(field, "must have 1 to " + most + " characters and not be blank");
        }
    }
}
