package dev.inlay.api.tenant;

/**
 * How work came to be bound to its tenant.
 *
 * @since 0.1
 */
public enum Origin {
    /** The host named the tenant after verifying who is calling. */
    HOST,
    /** The work was started by other work of the same tenant and carried over to another thread. */
    CARRIED,
    /** A stored or received message named the tenant. */
    MESSAGE,
    /** Another service named the tenant in a signed header that was verified. */
    REMOTE,
    /** Support staff work for the tenant under a grant that is recorded and ends. */
    BREAK_GLASS
}
