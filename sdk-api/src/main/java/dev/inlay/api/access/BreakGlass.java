package dev.inlay.api.access;

import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Access of support staff to a tenant: granted for a reason and a while, recorded in the tenant's own audit trail
 * before it is usable, and ended by time or by hand.
 *
 * <p>Inside, the tenant is bound with the origin {@link dev.inlay.api.tenant.Origin#BREAK_GLASS}. A grant that does not
 * say {@link AccessRequest#mayWrite()} reads only: the database refuses every write on a connection of
 * {@link dev.inlay.api.Inlay#dataSource()}, and publishing, metering and auditing on a connection from elsewhere are
 * refused with {@code access.read-only}; a connection from elsewhere is not held back by anything else.
 *
 * <p>A grant ends by the instance's clock, which is never let go back. From then on everything that asks for the tenant
 * throws {@code access.ended}: the next {@code current()}, statement, row, commit, publish, record, check; an open
 * transaction cannot commit any more. Revoking ends it at once on the instance that revokes; on other nodes at the
 * latest when the next transaction begins there, or the grant is used anew. A transaction that has begun may still
 * commit on them.
 *
 * <p>Suspended tenants can be entered, and closed ones to read. Every grant, use, end and refusal is a record in the
 * tenant's trail: {@code access.granted}, {@code access.used}, {@code access.left}, {@code access.expired},
 * {@code access.revoked}, {@code access.denied}. Where that record cannot be written, nobody enters. Not recorded is
 * what could not be a grant at all: input refused with {@link dev.inlay.api.error.InvalidValueException}, a duration
 * beyond the limit among it, and a tenant that nobody knows.
 *
 * <p>Who may call this at all is for the host to decide. Inside of a tenant's work no other tenant's grants can be
 * given or listed, and by a grant's id they can only be ended. Thread-safe; every call blocks for the database.
 *
 * @since 0.1
 */
public interface BreakGlass {

    /**
     * Grants access. The record is committed together with the grant, so that none is usable without.
     *
     * @param request who, where, why and for how long
     * @return the grant
     * @throws dev.inlay.api.error.InvalidValueException for {@code duration} beyond the most that the builder allows;
     *     that is not recorded
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.unknown}; with {@code tenant.closed} for
     *     the right to write in a closed tenant; with {@code tenant.rebind} while another tenant is bound
     * @throws dev.inlay.api.error.StoreException with code {@code store.read-only} when the database cannot keep a
     *     grant that reads only from writing (H2); with another one when it was not written
     */
    AccessGrant grant(AccessRequest request);

    /**
     * Works inside of the tenant. The use is recorded before the work begins, and when it is over.
     *
     * @param grantId the grant
     * @param actor who works, as verified by the host; must be the grant's own
     * @param action the work
     * @param <X> what the work throws
     * @throws X what the work throws
     * @throws dev.inlay.api.error.InlayException as {@link #open}
     */
    <X extends Exception> void run(String grantId, String actor, TenantAction<X> action) throws X;

    /**
     * Works inside of the tenant and returns the result, as {@link #run} does.
     *
     * @param grantId the grant
     * @param actor who works, as verified by the host; must be the grant's own
     * @param task the work
     * @param <T> what the work returns
     * @param <X> what the work throws
     * @return what the work returned
     * @throws X what the work throws
     * @throws dev.inlay.api.error.InlayException as {@link #open}
     */
    <T extends @Nullable Object, X extends Exception> T call(String grantId, String actor, TenantTask<T, X> task)
            throws X;

    /**
     * Binds this thread to the tenant until the scope is closed; for filters that cannot pass a lambda. The same grant
     * may be opened again inside.
     *
     * @param grantId the grant
     * @param actor who works, as verified by the host; must be the grant's own
     * @return to be closed on this thread, innermost first
     * @throws dev.inlay.api.error.InvalidValueException for {@code grantId} or {@code actor} that cannot be one
     * @throws dev.inlay.api.error.InlayException with code {@code access.unknown}, {@code access.other-actor} or
     *     {@code access.ended}
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.unknown}, with {@code tenant.rebind} when
     *     a tenant is bound by another right, with {@code tenant.closed} for the right to write in a tenant that was
     *     closed since
     * @throws dev.inlay.api.error.StoreException when the use could not be recorded
     */
    TenantScope open(String grantId, String actor);

    /**
     * Ends a grant. Does nothing when it has been ended already.
     *
     * @param grantId the grant
     * @param actor who ends it; anybody
     * @param reason why, 1 to 500 characters
     * @return the grant, ended
     * @throws dev.inlay.api.error.InvalidValueException naming the field
     * @throws dev.inlay.api.error.InlayException with code {@code access.unknown}
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.unknown}
     */
    AccessGrant revoke(String grantId, String actor, String reason);

    /**
     * The grants by which a tenant can be entered now.
     *
     * @param tenant whose
     * @return oldest first, at most 1,000
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.unknown}, with {@code tenant.rebind} while
     *     another tenant is bound
     */
    List<AccessGrant> active(TenantId tenant);

    /**
     * All grants of a tenant, also those that ended, oldest first.
     *
     * @param tenant whose
     * @param afterId grants up to this one are left out; empty for all
     * @param limit how many at most, 1 to 1,000
     * @return empty at the end
     * @throws dev.inlay.api.error.InvalidValueException for {@code limit}
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.unknown}, with {@code tenant.rebind} while
     *     another tenant is bound
     */
    List<AccessGrant> list(TenantId tenant, String afterId, int limit);
}
