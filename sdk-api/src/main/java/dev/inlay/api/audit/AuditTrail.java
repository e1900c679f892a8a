package dev.inlay.api.audit;

import dev.inlay.api.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.util.List;

/**
 * The trail of the bound tenant: append-only, each record carrying the hash of the one before. Thread-safe; every call
 * blocks for the database.
 *
 * <p>What names a tenant ({@code verify}, {@code checkpoint}, {@code export}) is administration: for any tenant where
 * none is bound, and only for the bound one inside of a tenant's work. In the database it runs as the bound tenant's
 * own work does, for that tenant alone, so that row-level security holds there too. Who may call it is for the host to
 * decide.
 *
 * @since 0.1
 */
public interface AuditTrail {

    /**
     * Appends in a transaction of its own; the record is durable when this returns. Also where a grant of access reads
     * only: what is seen may be recorded.
     *
     * @param entry what to record
     * @return the record
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.StoreException when it could not be written
     */
    AuditRecord append(AuditEntry entry);

    /**
     * Appends in the host's transaction: the record exists when and only when the transaction commits. Locks the
     * tenant's chain until then, so call it last: what takes another lock behind it, publishing and metering among it,
     * still works, but may lose against a transaction that does so in another order.
     *
     * @param tx the host's connection, autocommit off
     * @param entry what to record
     * @return the record
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InvalidValueException for {@code tx} in autocommit mode
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    AuditRecord append(Connection tx, AuditEntry entry);

    /**
     * Reads the trail of the bound tenant, oldest first.
     *
     * @param afterSeq positions up to this one are left out; 0 for all
     * @param limit how many at most, 1 to 10,000
     * @return the records; empty at the end
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    List<AuditRecord> read(long afterSeq, int limit);

    /**
     * Walks the whole chain of a tenant and recomputes every hash. A chain that was cut at its end, or written anew,
     * shows against the head that the store keeps beside it; whoever changed that too shows only against checkpoints,
     * see {@link #verify(TenantId, List)}.
     *
     * @param tenant whose chain; the bound tenant, or any where none is bound
     * @return what was found
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.rebind} while another tenant is bound
     */
    AuditVerification verify(TenantId tenant);

    /**
     * Walks the whole chain of a tenant and holds it against checkpoints that were kept outside of the database. What
     * comes behind the last of them is reported as unproven.
     *
     * @param tenant whose chain; the bound tenant, or any where none is bound
     * @param checkpoints in any order; those of other tenants are left out
     * @return what was found
     * @throws dev.inlay.api.error.InvalidValueException for a checkpoint whose signature does not hold, or whose key is
     *     not known, naming it
     * @throws dev.inlay.api.error.InlayException with code {@code instance.no-keys} when no keys are installed and
     *     there is a checkpoint of this tenant
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.rebind} while another tenant is bound
     */
    AuditVerification verify(TenantId tenant, List<AuditCheckpoint> checkpoints);

    /**
     * Signs the head of a tenant's chain and hands it to every anchor that is installed. With anchors, the engine does
     * so by itself too, as the builder says. The first checkpoint that an instance makes for a tenant walks the whole
     * chain, a later one the records since the one before; what does not hold, or does not go on from there, is not
     * signed. What was rewritten from end to end before this instance's first checkpoint shows only in
     * {@link #verify(TenantId, List)}.
     *
     * @param tenant whose chain; the bound tenant, or any where none is bound
     * @return the checkpoint, for a host that keeps it itself
     * @throws dev.inlay.api.error.InlayException with code {@code instance.no-keys} when no keys are installed, with
     *     {@code audit.empty} for a chain without records, with {@code audit.broken} and the position when the chain is
     *     broken, or cut or written anew since the last checkpoint of this instance, with {@code audit.anchor} and
     *     retryable when an anchor did not take it
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.rebind} while another tenant is bound
     */
    AuditCheckpoint checkpoint(TenantId tenant);

    /**
     * Writes a tenant's chain as JSON lines: each record in canonical form (RFC 8785) and UTF-8, with a line feed
     * behind it. Records that are appended meanwhile may be among them. Checks nothing: the file is verified where it
     * is read.
     *
     * @param tenant whose chain; the bound tenant, or any where none is bound
     * @param afterSeq positions up to this one are left out; 0 for all
     * @param out where to; flushed, not closed
     * @return the position of the last record written; {@code afterSeq} when there was none
     * @throws IOException as {@code out} does
     * @throws dev.inlay.api.error.InvalidValueException for {@code afterSeq}, or for a record that is broken
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.rebind} while another tenant is bound
     */
    long export(TenantId tenant, long afterSeq, OutputStream out) throws IOException;
}
