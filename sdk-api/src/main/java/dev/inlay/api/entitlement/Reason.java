package dev.inlay.api.entitlement;

/**
 * Why a decision fell as it did. New reasons may appear: have a default branch.
 *
 * @since 0.1
 */
public enum Reason {
    /** A source grants it. */
    GRANTED,
    /** No source in force says anything of this feature. */
    NOT_GRANTED,
    /** The source that wins switches it off. */
    SWITCHED_OFF,
    /** What is asked for goes beyond what remains. */
    LIMIT_REACHED,
    /** The tenant has no contract in force. */
    NO_CONTRACT
}
