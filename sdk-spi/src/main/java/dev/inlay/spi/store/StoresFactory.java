package dev.inlay.spi.store;

import dev.inlay.spi.Plugin;
import javax.sql.DataSource;

/**
 * Makes the stores of a database for commands that operators run, which know no provider by name: they find it with
 * {@link java.util.ServiceLoader}. Thread-safe.
 *
 * @since 0.1
 */
public interface StoresFactory {

    /**
     * Stores on a database whose schema is there; it is checked when they start, and never changed.
     *
     * @param dataSource of the command
     * @return to be installed in one builder
     */
    Plugin on(DataSource dataSource);
}
