package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantId;
import java.sql.Connection;
import java.sql.SQLException;

/** The transaction that a host hands over, so that what is written shares the fate of its own rows. */
public final class HostTransaction {

    private HostTransaction() {}

    /**
     * Refuses a connection on which each statement would commit by itself.
     *
     * @param tx the host's connection
     * @param tenant who is bound, for messages
     * @throws InvalidValueException for {@code tx} in autocommit mode
     * @throws StoreException when the connection does not answer; not retryable, since a host that hands over a closed
     *     connection does so again
     */
    public static void require(Connection tx, TenantId tenant) {
        boolean autoCommit;
        try {
            autoCommit = tx.getAutoCommit();
        } catch (SQLException e) {
            throw new StoreException(
                    "store.connection",
                    false,
                    "the connection handed over for tenant '" + tenant + "' does not answer; hand over an open one",
                    e);
        }
        if (autoCommit) {
            throw new InvalidValueException(
                    "tx",
                    "must not be in autocommit mode, so that what is written shares the fate of your own rows; call"
                            + " setAutoCommit(false), or use Inlay.dataSource()");
        }
    }
}
