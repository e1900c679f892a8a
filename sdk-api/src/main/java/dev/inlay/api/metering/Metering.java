package dev.inlay.api.metering;

import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;

/**
 * What the bound tenant used. Thread-safe; every call blocks for the database.
 *
 * @since 0.1
 */
public interface Metering {

    /**
     * Counts a use in the host's transaction: it counts when and only when the transaction commits. The same id again
     * counts once; with other content it is quarantined and not counted. Never aborts the transaction because of a
     * duplicate.
     *
     * @param tx the host's connection, autocommit off
     * @param event the use
     * @return what became of it
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InvalidValueException naming the field; {@code tx} when in autocommit mode
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     * @throws dev.inlay.api.error.StoreException when the database did not do it
     */
    UsageOutcome record(Connection tx, UsageEvent event);

    /**
     * Counts a use that happened now, from the source {@code "host"}.
     *
     * @param tx the host's connection, autocommit off
     * @param meter what is counted
     * @param value how much, 0 or more
     * @param id the host's own id of what was done, 1 to 200 characters
     * @return what became of it
     * @throws dev.inlay.api.tenant.NoTenantException as {@link #record(Connection, UsageEvent)}
     * @throws dev.inlay.api.error.InvalidValueException as {@link #record(Connection, UsageEvent)}
     * @throws dev.inlay.api.error.TransactionLostException as {@link #record(Connection, UsageEvent)}
     */
    default UsageOutcome record(Connection tx, Meter meter, long value, String id) {
        return record(tx, UsageEvent.builder(meter, value, id).build());
    }

    /**
     * The totals of the bound tenant by meter and day.
     *
     * @param from the first day, in the tenant's zone
     * @param to the last day, inclusive
     * @return by meter, then day; days without use are left out
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InvalidValueException for {@code from} when it is after {@code to}
     * @throws dev.inlay.api.error.StoreException when the database did not answer
     */
    List<UsageTotal> totals(LocalDate from, LocalDate to);
}
