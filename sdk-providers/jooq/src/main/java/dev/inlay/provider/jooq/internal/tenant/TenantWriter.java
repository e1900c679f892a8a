package dev.inlay.provider.jooq.internal.tenant;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayTenant.INLAY_TENANT;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayTenantRecord;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jooq.DSLContext;

/** Changes tenants, each in a transaction that raises the version before anything else. */
public final class TenantWriter {

    private final Database database;

    /**
     * Opens nothing.
     *
     * @param database where the tables are
     */
    public TenantWriter(Database database) {
        this.database = database;
    }

    /**
     * Reads a tenant.
     *
     * @param as makes the result of what the row says and of its version
     * @return empty when it has no row
     */
    public <T> Optional<T> read(TenantId id, BiFunction<TenantProfile, Long, T> as) {
        return database.call("reading tenant " + id, tx -> TenantRows.find(tx.sql(), id))
                .map(row -> as.apply(TenantRows.profile(row), row.getVersion()));
    }

    /**
     * Adds a tenant or changes one.
     *
     * @param expected the version of the row that is changed, 0 for none; empty for whatever it is
     * @return the version of the directory, and of the row
     */
    public long save(TenantProfile profile, OptionalLong expected) {
        TenantId id = profile.id();
        return database.call("saving tenant " + id, tx -> {
            long version = TenantRows.raiseVersion(tx.sql());
            Optional<InlayTenantRecord> before = TenantRows.find(tx.sql(), id);
            verify(id, before, expected);
            if (before.isPresent()) {
                verifyPath(before.get(), profile);
                tx.sql().executeUpdate(TenantRows.row(profile, version));
            } else {
                TenantTree.verify(tx.sql(), profile.path());
                tx.sql().executeInsert(TenantRows.row(profile, version));
            }
            return version;
        });
    }

    /**
     * Changes what a tenant may do.
     *
     * @return the version of the directory, and of the row
     */
    public long setStatus(TenantId id, TenantStatus status) {
        return database.call("setting the status of tenant " + id, tx -> {
            long version = TenantRows.raiseVersion(tx.sql());
            if (update(tx.sql(), id, status, version) == 0) {
                throw new InvalidValueException(
                        "tenantId", "tenant '" + id + "' is not in the directory; save it first");
            }
            return version;
        });
    }

    private static int update(DSLContext sql, TenantId id, TenantStatus status, long version) {
        return sql.update(INLAY_TENANT)
                .set(INLAY_TENANT.STATUS, TenantRows.word(status))
                .set(INLAY_TENANT.VERSION, version)
                .where(INLAY_TENANT.ID.eq(id.value()))
                .execute();
    }

    private static void verify(TenantId id, Optional<InlayTenantRecord> before, OptionalLong expected) {
        long is = before.map(InlayTenantRecord::getVersion).orElse(0L);
        if (expected.isPresent() && expected.getAsLong() != is) {
            throw new InlayException(
                    "tenant.directory.conflict",
                    "tenant '" + id + "' is at version " + is + ", not at " + expected.getAsLong()
                            + "; read it again and decide anew");
        }
    }

    private static void verifyPath(InlayTenantRecord before, TenantProfile profile) {
        if (!TenantRows.path(before).equals(profile.path())) {
            throw new InvalidValueException(
                    "tenantPath",
                    "tenant '" + profile.id() + "' stands at " + TenantRows.path(before) + " and does not move to "
                            + profile.path() + "; close it and add another one");
        }
    }
}
