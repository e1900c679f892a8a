package dev.inlay.provider.jooq.internal.tenant;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayTenant.INLAY_TENANT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayTenantVersion.INLAY_TENANT_VERSION;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayTenantRecord;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.DSLContext;

/** The tables of the directory, and what a row means. */
final class TenantRows {

    private static final int COUNTER = 1;

    private TenantRows() {}

    /** The version of the directory, as the last commit left it. */
    static long version(DSLContext sql) {
        return sql.select(INLAY_TENANT_VERSION.VERSION)
                .from(INLAY_TENANT_VERSION)
                .where(INLAY_TENANT_VERSION.ID.eq(COUNTER))
                .fetchOptional(INLAY_TENANT_VERSION.VERSION)
                .orElseThrow(TenantRows::noCounter);
    }

    /** Raises the version and keeps its row locked until the transaction ends; comes before every change of a row. */
    static long raiseVersion(DSLContext sql) {
        int raised = sql.update(INLAY_TENANT_VERSION)
                .set(INLAY_TENANT_VERSION.VERSION, INLAY_TENANT_VERSION.VERSION.plus(1))
                .where(INLAY_TENANT_VERSION.ID.eq(COUNTER))
                .execute();
        if (raised != 1) {
            throw noCounter();
        }
        return version(sql);
    }

    static Optional<InlayTenantRecord> find(DSLContext sql, TenantId id) {
        return sql.selectFrom(INLAY_TENANT)
                .where(INLAY_TENANT.ID.eq(id.value()))
                .fetchOptional();
    }

    /** Rows that changed after a version, up to a number of them. */
    static List<InlayTenantRecord> changedAfter(DSLContext sql, long version, int limit) {
        return sql.selectFrom(INLAY_TENANT)
                .where(INLAY_TENANT.VERSION.gt(version))
                .orderBy(INLAY_TENANT.VERSION)
                .limit(limit)
                .fetch();
    }

    /**
     * Reads a row.
     *
     * @throws InlayException {@code tenant.directory.invalid}, not retryable, for a row that the host wrote wrongly
     */
    static TenantProfile profile(InlayTenantRecord row) {
        try {
            return TenantProfile.builder(path(row))
                    .status(TenantStatus.valueOf(row.getStatus().toUpperCase(Locale.ROOT)))
                    .segment(row.getSegment())
                    .region(row.getRegion())
                    .ring(row.getRing())
                    .tier(row.getTier())
                    .placement(row.getPlacement())
                    .zone(ZoneId.of(row.getZone()))
                    .build();
        } catch (InvalidValueException | DateTimeException | IllegalArgumentException e) {
            throw new InlayException(
                    "tenant.directory.invalid",
                    false,
                    "the row of tenant '" + row.getId() + "' in inlay_tenant cannot be read: " + e.getMessage()
                            + "; mend it and raise inlay_tenant_version",
                    e);
        }
    }

    static TenantPath path(InlayTenantRecord row) {
        TenantId platform = TenantId.of(row.getPlatform());
        TenantId oem = TenantId.of(row.getOem());
        TenantId id = TenantId.of(row.getId());
        return row.getReseller() == null
                ? TenantPath.direct(platform, oem, id)
                : TenantPath.of(platform, oem, TenantId.of(row.getReseller()), id);
    }

    static InlayTenantRecord row(TenantProfile profile, long version) {
        TenantPath path = profile.path();
        return new InlayTenantRecord(
                profile.id().value(),
                path.platform().value(),
                path.oem().value(),
                path.reseller().map(TenantId::value).orElse(null),
                word(profile.status()),
                profile.segment(),
                profile.region(),
                profile.ring(),
                profile.tier(),
                profile.placement(),
                profile.zone().getId(),
                version);
    }

    static String word(TenantStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static StoreException noCounter() {
        return new StoreException(
                "store.schema.incomplete",
                false,
                "inlay_tenant_version is empty; run the directory's script again",
                null);
    }
}
