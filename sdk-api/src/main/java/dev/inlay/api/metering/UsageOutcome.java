package dev.inlay.api.metering;

/**
 * What became of a usage event.
 *
 * @since 0.1
 */
public enum UsageOutcome {
    /** Counted. */
    ACCEPTED,
    /** The same event was counted before; nothing changed. */
    DUPLICATE,
    /** The same id was counted before with other content; set aside for a person to look at, not counted. */
    QUARANTINED
}
