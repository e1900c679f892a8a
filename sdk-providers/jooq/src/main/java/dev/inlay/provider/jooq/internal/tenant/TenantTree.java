package dev.inlay.provider.jooq.internal.tenant;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayTenant.INLAY_TENANT;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayTenantRecord;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Sees to it that all paths together are one tree: an id names one node, and a node stands in one place. Each question
 * is answered by an index.
 */
final class TenantTree {

    private TenantTree() {}

    /**
     * Checks the path of a tenant that has no row yet.
     *
     * @param sql a transaction in which the version was raised, so that no other path is added meanwhile
     * @throws InvalidValueException for {@code tenantPath}
     */
    static void verify(DSLContext sql, TenantPath path) {
        String platform = path.platform().value();
        String oem = path.oem().value();
        refuse(sql, path, "a tenant", INLAY_TENANT.ID.in(others(path, Optional.of(path.tenant()))));
        refuse(sql, path, "the platform", INLAY_TENANT.PLATFORM.in(others(path, Optional.of(path.platform()))));
        refuse(sql, path, "an OEM", INLAY_TENANT.OEM.in(others(path, Optional.of(path.oem()))));
        refuse(sql, path, "a reseller", INLAY_TENANT.RESELLER.in(others(path, path.reseller())));
        refuse(sql, path, "an OEM elsewhere", INLAY_TENANT.OEM.eq(oem).and(not(INLAY_TENANT.PLATFORM, platform)));
        path.reseller()
                .map(reseller -> INLAY_TENANT.RESELLER.eq(reseller.value()))
                .ifPresent(same -> refuse(sql, path, "a reseller elsewhere", same.and(not(INLAY_TENANT.OEM, oem))));
    }

    private static void refuse(DSLContext sql, TenantPath path, String role, Condition clash) {
        List<InlayTenantRecord> found =
                sql.selectFrom(INLAY_TENANT).where(clash).limit(1).fetch();
        if (!found.isEmpty()) {
            throw new InvalidValueException(
                    "tenantPath",
                    "a node of " + path + " is " + role + " in " + TenantRows.path(found.get(0))
                            + "; an id names one node, in one place");
        }
    }

    private static List<String> others(TenantPath path, Optional<TenantId> self) {
        return path.nodes().stream()
                .filter(node -> !self.equals(Optional.of(node)))
                .map(TenantId::value)
                .toList();
    }

    /** As two ranges, which an index can walk. */
    private static Condition not(TableField<InlayTenantRecord, String> field, String value) {
        return DSL.or(field.lt(value), field.gt(value));
    }
}
