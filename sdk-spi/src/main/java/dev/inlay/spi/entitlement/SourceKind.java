package dev.inlay.spi.entitlement;

/**
 * Where a set of grants comes from; the order of the constants is the precedence, strongest first. Among several sets
 * of one kind in force the one that began later wins, then the one whose id sorts first.
 *
 * @since 0.1
 */
public enum SourceKind {
    /** What the tenant's contract says, over its plan. */
    CONTRACT,
    /** What the plan says that the contract names. */
    PLAN
}
