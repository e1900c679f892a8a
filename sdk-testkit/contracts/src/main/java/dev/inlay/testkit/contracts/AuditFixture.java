package dev.inlay.testkit.contracts;

import dev.inlay.spi.store.AuditStore;
import javax.sql.DataSource;

/**
 * An audit store under test, without a record.
 *
 * @since 0.1
 */
public interface AuditFixture extends AutoCloseable {

    /**
     * The store, ready for use.
     *
     * @return the same object each time
     */
    AuditStore store();

    /**
     * Connections to the database that the store writes to.
     *
     * @return the same object each time
     */
    DataSource dataSource();

    /** Gives back what the fixture took. Called once. */
    @Override
    default void close() {}
}
