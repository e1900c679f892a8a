package dev.inlay.api.access;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right of one actor to work inside of one tenant until it ends. Immutable: a picture of the grant as it was read.
 *
 * @since 0.1
 */
public final class AccessGrant {

    private final String id;
    private final AccessRequest request;
    private final Instant grantedAt;
    private final @Nullable End end;

    private AccessGrant(String id, AccessRequest request, Instant grantedAt, @Nullable End end) {
        this.id = id;
        this.request = request;
        this.grantedAt = grantedAt.truncatedTo(ChronoUnit.MICROS);
        this.end = end;
    }

    /**
     * Creates a grant that has not ended. Engines and stores call this; a host receives grants from {@link BreakGlass}.
     *
     * @param id unique, and sorted by time within a tenant
     * @param request what was asked for
     * @param grantedAt when; cut to the microsecond
     * @return the grant
     */
    public static AccessGrant issued(String id, AccessRequest request, Instant grantedAt) {
        return new AccessGrant(id, request, grantedAt, null);
    }

    /**
     * The same, ended.
     *
     * @param how when, by whom and why
     * @return a new grant
     */
    public AccessGrant ended(End how) {
        return new AccessGrant(id, request, grantedAt, how);
    }

    /**
     * What the grant is used and revoked by. It is no secret: only its actor may use it.
     *
     * @return the tenant's id, a slash and 32 hex digits; sorted by time within a tenant
     */
    public String id() {
        return id;
    }

    /**
     * Whose data.
     *
     * @return the tenant
     */
    public TenantId tenant() {
        return request.tenant();
    }

    /**
     * Who may work; nobody else can use the grant.
     *
     * @return as in the request
     */
    public String actor() {
        return request.actor();
    }

    /**
     * Why.
     *
     * @return as in the request
     */
    public String reason() {
        return request.reason();
    }

    /**
     * Whether it may write.
     *
     * @return {@code false} when the database refuses every write
     */
    public boolean mayWrite() {
        return request.writes();
    }

    /**
     * When it was granted.
     *
     * @return to the microsecond
     */
    public Instant grantedAt() {
        return grantedAt;
    }

    /**
     * When it ends by itself: from this instant on it is of no use.
     *
     * @return to the microsecond
     */
    public Instant until() {
        return grantedAt.plus(request.duration()).truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * How it ended, once somebody revoked it or its expiry was noticed.
     *
     * @return empty before; a grant beyond {@link #until()} is of no use either way
     */
    public Optional<End> end() {
        return Optional.ofNullable(end);
    }

    @Override
    public String toString() {
        return "grant '" + id + "' of '" + actor() + "'";
    }

    /**
     * How a grant ended.
     *
     * @param at when
     * @param by who ended it; {@code "inlay"} for the expiry
     * @param reason why
     */
    public record End(Instant at, String by, String reason) {}
}
