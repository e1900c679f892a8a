package dev.inlay.core.internal;

import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.UsageRow;
import dev.inlay.spi.store.UsageStore;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;

/** Usage of every tenant, each in its own database. */
record PlacedUsage(TenantStores stores) implements UsageStore {

    @Override
    public UsageOutcome record(Connection tx, UsageRow row) {
        return stores.at(row.tenant()).usage().record(tx, row);
    }

    @Override
    public List<UsageTotal> totals(TenantId tenant, LocalDate from, LocalDate to) {
        return stores.at(tenant).usage().totals(tenant, from, to);
    }

    @Override
    public long used(TenantId tenant, String meter, LocalDate from, LocalDate to) {
        return stores.at(tenant).usage().used(tenant, meter, from, to);
    }
}
