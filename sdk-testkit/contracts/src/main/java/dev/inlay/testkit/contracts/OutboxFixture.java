package dev.inlay.testkit.contracts;

import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import javax.sql.DataSource;

/**
 * An outbox under test: empty, with no node, no lease and no request id remembered.
 *
 * @since 0.1
 */
public interface OutboxFixture extends AutoCloseable {

    /**
     * The store, ready for use.
     *
     * @return the same object each time
     */
    OutboxStore store();

    /**
     * What operators do with the store.
     *
     * @return the same object each time
     */
    OutboxOperations operations();

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
