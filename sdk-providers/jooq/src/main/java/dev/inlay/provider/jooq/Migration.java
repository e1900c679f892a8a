package dev.inlay.provider.jooq;

/**
 * Who runs the scripts that make the schema.
 *
 * @since 0.1
 */
public enum Migration {
    /**
     * The plug-in, when it starts, with a history, checksums and a lock: of several nodes that start at once, one runs
     * them and the others wait. Takes two connections for as long as that lasts.
     */
    AT_START,
    /**
     * The host, with Flyway, Liquibase or by hand. Starting only checks that the schema is there and of the right
     * version.
     */
    BY_HOST
}
