package dev.inlay.api.tenant;

/**
 * Whether a tenant may work.
 *
 * @since 0.1
 */
public enum TenantStatus {
    /** May work. */
    ACTIVE,
    /** Refused until it is active again, for example for an unpaid invoice; its queued events are still delivered. */
    SUSPENDED,
    /** Refused for good. */
    CLOSED
}
