package dev.inlay.spi.store;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.ExtensionPoint;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What the engine keeps in one database. The stores may be asked only once the plug-in has started.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface Stores {

    /**
     * What people call the database: threads and messages are named after it where there are several.
     *
     * @return fixed, and another one than the other databases' of a {@link StoreRouter}
     */
    default String name() {
        return "shared";
    }

    /**
     * The host's own data source, unwrapped.
     *
     * @return the same object each time
     */
    DataSource dataSource();

    /**
     * Prepares a transaction for its tenant. Called on a connection of {@link #dataSource()} with autocommit off,
     * before the first statement of each transaction, also of each that follows a commit or a rollback. What it sets
     * holds until the transaction ends, or is undone by {@link #giveBack}.
     *
     * @param tx the transaction, nothing done in it yet
     * @param terms for whom, and whether it may write
     * @throws dev.inlay.api.error.StoreException with code {@code store.read-only} when the transaction must not write
     *     and the database cannot see to that
     * @throws SQLException as the driver does
     */
    default void begin(Connection tx, TransactionTerms terms) throws SQLException {
        if (terms.readOnly()) {
            throw new StoreException(
                    "store.read-only",
                    false,
                    "these stores cannot keep a transaction from writing; ask for a grant" + " that may write",
                    null);
        }
    }

    /**
     * Undoes what {@link #begin} set for longer than a transaction, before the pool has the connection back.
     *
     * @param connection rolled back
     * @throws SQLException as the driver does; the connection is then aborted
     */
    default void giveBack(Connection connection) throws SQLException {}

    /**
     * Where events wait.
     *
     * @return the same object each time
     */
    OutboxStore outbox();

    /**
     * What operators do with the outbox.
     *
     * @return the same object each time
     * @throws StoreException with code {@code store.no-operations} where these stores do not let operators work
     */
    default OutboxOperations operations() {
        throw new StoreException(
                "store.no-operations",
                false,
                "these stores show operators nothing and hold nothing; install others that do",
                null);
    }

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

    /**
     * Where grants of access are kept.
     *
     * @return the same object each time
     * @throws StoreException with code {@code store.no-grants} where these stores keep none
     */
    default GrantStore grants() {
        throw new StoreException(
                "store.no-grants", false, "these stores keep no grants of access; install others that do", null);
    }

    /**
     * Where events that came in are remembered.
     *
     * @return the same object each time
     * @throws StoreException with code {@code store.no-inbox} where these stores have none
     */
    default InboxStore inbox() {
        throw new StoreException("store.no-inbox", false, "these stores have no inbox; install others that do", null);
    }

    /**
     * Where acknowledged events are kept, to be compared with what receivers have.
     *
     * @return the same object each time
     * @throws StoreException with code {@code store.no-ledger} where these stores keep none
     */
    default DeliveryStore deliveries() {
        throw new StoreException(
                "store.no-ledger", false, "these stores keep no ledger of deliveries; install others that do", null);
    }
}
