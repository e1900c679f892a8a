package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;

/**
 * Who wants missing events sent again, and why. Immutable.
 *
 * @since 0.1
 */
public final class RepairOrder {

    private final String actor;
    private final String reason;
    private final boolean dryRun;

    private RepairOrder(String actor, String reason, boolean dryRun) {
        this.actor = actor;
        this.reason = reason;
        this.dryRun = dryRun;
    }

    /**
     * An order to send.
     *
     * @param actor who wants it, for the audit trail; 1 to 200 characters, not blank
     * @param reason why, for the audit trail; 1 to 500 characters, not blank
     * @return the order
     * @throws InvalidValueException naming the field
     */
    public static RepairOrder by(String actor, String reason) {
        bounded("actor", actor, 200);
        bounded("reason", reason, 500);
        return new RepairOrder(actor, reason, false);
    }

    private static void bounded(String field, String value, int max) {
        if (value.isBlank() || value.length() > max) {
            throw new InvalidValueException(field, "must have 1 to " + max + " characters and not be blank");
        }
    }

    /**
     * The same, only to see what would be sent: changes and records nothing.
     *
     * @return a new order
     */
    public RepairOrder dryRun() {
        return new RepairOrder(actor, reason, true);
    }

    /**
     * Who wants it.
     *
     * @return not blank
     */
    public String actor() {
        return actor;
    }

    /**
     * Why.
     *
     * @return not blank
     */
    public String reason() {
        return reason;
    }

    /**
     * Whether only to look.
     *
     * @return default {@code false}
     */
    public boolean isDryRun() {
        return dryRun;
    }
}
