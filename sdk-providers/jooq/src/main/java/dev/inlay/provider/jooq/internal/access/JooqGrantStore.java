package dev.inlay.provider.jooq.internal.access;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayGrant.INLAY_GRANT;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayGrantRecord;
import dev.inlay.spi.store.GrantStore;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

/** Grants of access in the host's database, each read and written in the caller's transaction. */
public final class JooqGrantStore implements GrantStore {

    private final Database database;

    /**
     * Opens nothing.
     *
     * @param database the host's
     */
    public JooqGrantStore(Database database) {
        this.database = database;
    }

    @Override
    public void insert(Connection tx, AccessGrant grant) {
        database.join(
                tx,
                "keeping " + grant,
                joined -> joined.sql()
                        .insertInto(INLAY_GRANT)
                        .set(new InlayGrantRecord(
                                grant.tenant().value(),
                                Storable.checked("id", grant.id(), 100),
                                Storable.checked("actor", grant.actor(), 200),
                                Storable.checked("reason", grant.reason(), 500),
                                (short) (grant.mayWrite() ? 1 : 0),
                                Micros.of(grant.grantedAt()),
                                Micros.of(grant.until()),
                                null,
                                null,
                                null))
                        .execute());
    }

    @Override
    public Optional<AccessGrant> find(Connection tx, TenantId tenant, String id) {
        return database.join(
                tx,
                "reading grant " + id,
                joined -> joined.sql()
                        .selectFrom(INLAY_GRANT)
                        .where(INLAY_GRANT.TENANT.eq(tenant.value()))
                        .and(INLAY_GRANT.ID.eq(id))
                        .fetchOptional(JooqGrantStore::grant));
    }

    @Override
    public boolean end(Connection tx, AccessGrant grant) {
        AccessGrant.End end = grant.end().orElseThrow();
        int ended = database.join(
                tx,
                "ending " + grant,
                joined -> joined.sql()
                        .update(INLAY_GRANT)
                        .set(INLAY_GRANT.ENDED_US, Micros.of(end.at()))
                        .set(INLAY_GRANT.ENDED_BY, Storable.checked("actor", end.by(), 200))
                        .set(INLAY_GRANT.ENDED_REASON, Storable.checked("reason", end.reason(), 500))
                        .where(INLAY_GRANT.TENANT.eq(grant.tenant().value()))
                        .and(INLAY_GRANT.ID.eq(grant.id()))
                        .and(INLAY_GRANT.ENDED_US.isNull())
                        .execute());
        return ended == 1;
    }

    @Override
    public List<AccessGrant> list(Connection tx, TenantId tenant, String afterId, int limit) {
        return read(tx, tenant, INLAY_GRANT.ID.gt(afterId), limit);
    }

    @Override
    public List<AccessGrant> active(Connection tx, TenantId tenant, Instant now, int limit) {
        return read(tx, tenant, INLAY_GRANT.ENDED_US.isNull().and(INLAY_GRANT.UNTIL_US.gt(Micros.of(now))), limit);
    }

    private List<AccessGrant> read(Connection tx, TenantId tenant, Condition which, int limit) {
        return database.join(
                tx,
                "reading the grants of tenant " + tenant,
                joined -> joined.sql()
                        .selectFrom(INLAY_GRANT)
                        .where(INLAY_GRANT.TENANT.eq(tenant.value()))
                        .and(which)
                        .orderBy(INLAY_GRANT.ID)
                        .limit(limit)
                        .fetch(JooqGrantStore::grant));
    }

    private static AccessGrant grant(InlayGrantRecord row) {
        Instant at = Micros.toInstant(row.getGrantedUs());
        AccessRequest request = AccessRequest.of(
                row.getActor(),
                TenantId.of(row.getTenant()),
                row.getReason(),
                Duration.between(at, Micros.toInstant(row.getUntilUs())));
        AccessGrant grant = AccessGrant.issued(row.getId(), row.getMayWrite() == 1 ? request.mayWrite() : request, at);
        return row.getEndedUs() == null
                ? grant
                : grant.ended(new AccessGrant.End(
                        Micros.toInstant(row.getEndedUs()), row.getEndedBy(), row.getEndedReason()));
    }
}
