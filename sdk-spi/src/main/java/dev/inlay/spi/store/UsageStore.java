package dev.inlay.spi.store;

import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;

/**
 * Keeps usage. Ids compare byte by byte. Thread-safe; blocks for the database.
 *
 * @since 0.1
 */
public interface UsageStore {

    /**
     * Keeps a use in the caller's transaction: a new key is counted; the same key and hash is a duplicate and changes
     * nothing; the same key with another hash is set aside in quarantine and not counted. Never makes the transaction
     * unusable because of a duplicate.
     *
     * @param tx autocommit off
     * @param row the use
     * @return what became of it
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    UsageOutcome record(Connection tx, UsageRow row);

    /**
     * Adds up, by meter, then day.
     *
     * @param tenant whose usage
     * @param from the first day
     * @param to the last day, inclusive
     * @return days without use are left out
     */
    List<UsageTotal> totals(TenantId tenant, LocalDate from, LocalDate to);

    /**
     * Adds one meter up.
     *
     * @param tenant whose usage
     * @param meter the meter's key
     * @param from the first day
     * @param to the last day, inclusive
     * @return 0 or more
     */
    long used(TenantId tenant, String meter, LocalDate from, LocalDate to);
}
