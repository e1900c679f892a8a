package dev.inlay.spi.store;

import dev.inlay.spi.ExtensionPoint;
import javax.sql.DataSource;

/**
 * What the engine keeps in one database. The stores may be asked only once the plug-in has started.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface Stores {

    /**
     * The host's own data source, unwrapped.
     *
     * @return the same object each time
     */
    DataSource dataSource();

    /**
     * Where events wait.
     *
     * @return the same object each time
     */
    OutboxStore outbox();

    /**
     * Where usage is kept.
     *
     * @return the same object each time
     */
    UsageStore usage();

    /**
     * Where the audit trail is kept.
     *
     * @return the same object each time
     */
    AuditStore audit();
}
