package dev.inlay.core.internal.entitlement;

import java.time.InstantSource;

/**
 * A second of rest for a source that failed, so that not every check pays for its failure. A clock that is set back
 * ends it.
 *
 * @param since when the source failed, in milliseconds since the epoch
 * @param millis how long to wait; 0 for not at all
 */
record Pause(long since, long millis) {

    static final Pause NONE = new Pause(0, 0);

    static Pause after(long failure) {
        return new Pause(failure, 1_000);
    }

    boolean isOn(InstantSource clock) {
        if (millis == 0) {
            return false;
        }
        long now = clock.millis();
        return now >= since && now - since < millis;
    }
}
