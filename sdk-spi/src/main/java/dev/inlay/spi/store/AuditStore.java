package dev.inlay.spi.store;

import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.tenant.TenantId;
import java.sql.Connection;
import java.util.List;

/**
 * Keeps audit chains. Append-only. Thread-safe; blocks for the database.
 *
 * @since 0.1
 */
public interface AuditStore {

    /**
     * Appends in the caller's transaction: locks the tenant's chain until the transaction ends, hands its head to
     * {@code link}, keeps what that makes.
     *
     * @param tx autocommit off
     * @param tenant whose chain
     * @param link makes the next record; its {@code seq} is the head's plus one
     * @return the record kept
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    AuditRecord append(Connection tx, TenantId tenant, Link link);

    /**
     * Reads a chain as it stands, oldest first, without checking it.
     *
     * @param tenant whose chain
     * @param afterSeq positions up to this one are left out; 0 for all
     * @param limit how many at most
     * @return the records; empty at the end
     */
    List<AuditRecord> read(TenantId tenant, long afterSeq, int limit);

    /**
     * The head that appending goes on from.
     *
     * @param tenant whose chain
     * @return position 0 and a hash of 64 zeros for an empty chain
     */
    Head head(TenantId tenant);

    /** Makes the record that follows a head. */
    @FunctionalInterface
    interface Link {

        /**
         * Makes the next record.
         *
         * @param head what to go on from
         * @return the record
         */
        AuditRecord after(Head head);
    }

    /**
     * The end of a chain.
     *
     * @param seq the position of the last record; 0 for none
     * @param hash its hash; 64 zeros for none
     */
    record Head(long seq, String hash) {}
}
