package dev.inlay.testkit.contracts;

import dev.inlay.spi.store.InboxStore;
import javax.sql.DataSource;

/**
 * An inbox under test, without an event.
 *
 * @since 0.1
 */
public interface InboxFixture extends AutoCloseable {

    /**
     * The store, ready for use.
     *
     * @return the same object each time
     */
    InboxStore store();

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
