package dev.inlay.api;

import dev.inlay.api.access.BreakGlass;
import dev.inlay.api.audit.AuditTrail;
import dev.inlay.api.entitlement.Entitlements;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.Events;
import dev.inlay.api.event.Inbox;
import dev.inlay.api.event.Reconciliation;
import dev.inlay.api.metering.Metering;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.api.theme.Themes;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * One running instance of the SDK inside a host product. Any number may live in one JVM; they share nothing.
 *
 * <p>Life: build (no I/O) → {@link #start()} (does not block) → {@link #awaitReady(Duration)} → use → {@link #close()}.
 * {@link #tenants()} answers at any time, and binds nobody until the instance is ready. The other accessors throw
 * {@link InlayException} until then with code {@code instance.not-ready}, after a start that failed for good with the
 * code of what failed, and once the instance is closed with {@code instance.closed}; those that need a database throw
 * {@code instance.no-store} where none is installed. Do not use what an accessor returned beyond {@link #close()}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public interface Inlay extends AutoCloseable {

    /**
     * Begins to start in the background and returns at once. A second call does nothing.
     *
     * @return this instance
     * @throws InlayException with code {@code instance.closed} after {@link #close()}
     */
    Inlay start();

    /**
     * Blocks until everything installed runs.
     *
     * @param timeout how long to wait at most; zero only looks
     * @return this instance
     * @throws InlayException with code {@code instance.not-ready} when the time is up (the message lists what is
     *     awaited), with the original failure when the start failed for good, or with {@code instance.closed}
     */
    Inlay awaitReady(Duration timeout);

    /**
     * What the instance is doing now, and what it waits for. Never blocks.
     *
     * @return an immutable picture
     */
    InlayState state();

    /**
     * Who the work belongs to.
     *
     * @return the same object each time
     */
    Tenants tenants();

    /**
     * Takes tenants from service to service.
     *
     * @return the same object each time
     * @throws InlayException with code {@code instance.no-keys} when no keys are installed, or
     *     {@code instance.no-issuer} when the builder was not told this service's name
     */
    TenantPropagation propagation();

    /**
     * What the bound tenant may do.
     *
     * @return the same object each time
     */
    Entitlements entitlements();

    /**
     * What the bound tenant used.
     *
     * @return the same object each time
     */
    Metering metering();

    /**
     * What the ERP must be told.
     *
     * @return the same object each time
     */
    Events events();

    /**
     * What others tell the product.
     *
     * @return the same object each time
     */
    Inbox inbox();

    /**
     * Whether the ERP has what it was told.
     *
     * @return the same object each time
     */
    Reconciliation reconciliation();

    /**
     * Whose brand the screen wears.
     *
     * @return the same object each time
     */
    Themes themes();

    /**
     * Who did what.
     *
     * @return the same object each time
     */
    AuditTrail audit();

    /**
     * How support staff enter a tenant, and who did.
     *
     * @return the same object each time
     */
    BreakGlass access();

    /**
     * The host's own data source, wrapped: {@code getConnection()} needs a bound tenant, begins a transaction
     * (autocommit off; switching it on is refused), and a commit wakes the relay at once. A connection that is closed
     * without commit is rolled back. Where tenants are placed in several databases, the connection is one of the bound
     * tenant's.
     *
     * @return the same object each time
     * @throws InlayException with code {@code instance.no-store} when no store with a database is installed
     */
    DataSource dataSource();

    /**
     * Stops the instance: refuses new work, waits for a start that is under way (as long as the drain time, at least 2
     * s), lets what is in flight end within the configured drain time (default 5 s), gives leases back, closes plug-ins
     * in reverse order and ends every thread. Idempotent; blocks until done.
     */
    @Override
    void close();
}
