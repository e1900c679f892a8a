package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long what is only remembered is remembered.
 *
 * @param inbox events that came in; default 30 days
 * @param requests request ids of events that were published; default 30 days
 * @param deliveries the ledger of acknowledged events; empty, the default, keeps none
 */
public record Retention(Duration inbox, Duration requests, Optional<Duration> deliveries) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /**
     * Validates the durations.
     *
     * @param inbox see the record
     * @param requests see the record
     * @param deliveries see the record
     * @throws InvalidValueException naming the field
     */
    public Retention {
        atLeast("inboxRetention", inbox);
        atLeast("requestIdRetention", requests);
        deliveries.ifPresent(kept -> atLeast("deliveryLedger", kept));
    }

    private static void atLeast(String field, Duration value) {
        if (value.compareTo(SHORTEST) < 0) {
            throw new InvalidValueException(field, "must be at least 1 min");
        }
    }

    /**
     * Every default.
     *
     * @return 30 days, and no ledger
     */
    public static Retention defaults() {
        return new Retention(Duration.ofDays(30), Duration.ofDays(30), Optional.empty());
    }

    /**
     * The same with another time for the inbox.
     *
     * @param time at least 1 min
     * @return a new one
     */
    public Retention withInbox(Duration time) {
        return new Retention(time, requests, deliveries);
    }

    /**
     * The same with another time for request ids.
     *
     * @param time at least 1 min
     * @return a new one
     */
    public Retention withRequests(Duration time) {
        return new Retention(inbox, time, deliveries);
    }

    /**
     * The same with a ledger.
     *
     * @param time at least 1 min
     * @return a new one
     */
    public Retention withDeliveries(Duration time) {
        return new Retention(inbox, requests, Optional.of(time));
    }
}
