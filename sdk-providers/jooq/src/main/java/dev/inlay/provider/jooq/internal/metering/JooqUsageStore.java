package dev.inlay.provider.jooq.internal.metering;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayUsage.INLAY_USAGE;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayUsageQuarantine.INLAY_USAGE_QUARANTINE;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayUsageQuarantineRecord;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayUsageRecord;
import dev.inlay.spi.store.UsageRow;
import dev.inlay.spi.store.UsageStore;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.Condition;

/** The usage ledger in the host's database. */
public final class JooqUsageStore implements UsageStore {

    private final Database database;

    /**
     * Opens nothing.
     *
     * @param database the host's
     */
    public JooqUsageStore(Database database) {
        this.database = database;
    }

    @Override
    public UsageOutcome record(Connection tx, UsageRow row) {
        Storable.checked("usage.source", row.source(), 200);
        Storable.checked("usage.id", row.id(), 200);
        Storable.checked("meter.key", row.meter(), 100);
        Storable.checked("usage.hash", row.hash(), 64);
        return database.join(
                tx, "recording " + row.meter() + " for tenant " + row.tenant(), joined -> record(joined, row));
    }

    @Override
    public List<UsageTotal> totals(TenantId tenant, LocalDate from, LocalDate to) {
        return database.call(
                tenant,
                "adding up the usage of tenant " + tenant,
                tx -> tx.sql()
                        .select(INLAY_USAGE.METER, INLAY_USAGE.USED_ON, sum(INLAY_USAGE.AMOUNT), count())
                        .from(INLAY_USAGE)
                        .where(usedBy(tenant, from, to))
                        .groupBy(INLAY_USAGE.METER, INLAY_USAGE.USED_ON)
                        .orderBy(INLAY_USAGE.METER, INLAY_USAGE.USED_ON)
                        .fetch(row -> new UsageTotal(row.value1(), row.value2(), total(row.value3()), row.value4())));
    }

    @Override
    public long used(TenantId tenant, String meter, LocalDate from, LocalDate to) {
        return database.call(
                tenant,
                "adding up " + meter + " of tenant " + tenant,
                tx -> total(tx.sql()
                        .select(sum(INLAY_USAGE.AMOUNT))
                        .from(INLAY_USAGE)
                        .where(usedBy(tenant, from, to))
                        .and(INLAY_USAGE.METER.eq(meter))
                        .fetchSingle()
                        .value1()));
    }

    private static UsageOutcome record(Tx tx, UsageRow row) {
        InlayUsageRecord use = new InlayUsageRecord(
                row.tenant().value(),
                row.source(),
                row.id(),
                row.meter(),
                row.value(),
                Micros.of(row.at()),
                row.day(),
                row.hash(),
                ThreadLocalRandom.current().nextLong());
        Optional<InlayUsageRecord> first = tx.dialect().insertUnlessThere(tx.sql(), use, INLAY_USAGE.RECEIPT);
        if (first.isEmpty()) {
            return UsageOutcome.ACCEPTED;
        }
        if (first.get().getPayloadHash().equals(row.hash())) {
            return UsageOutcome.DUPLICATE;
        }
        quarantine(tx, row);
        return UsageOutcome.QUARANTINED;
    }

    private static void quarantine(Tx tx, UsageRow row) {
        InlayUsageQuarantineRecord aside = new InlayUsageQuarantineRecord(
                row.tenant().value(),
                row.source(),
                row.id(),
                row.hash(),
                row.meter(),
                row.value(),
                Micros.of(row.at()),
                row.day());
        tx.dialect().insertUnlessThere(tx.sql(), aside, INLAY_USAGE_QUARANTINE.PAYLOAD_HASH);
    }

    private static Condition usedBy(TenantId tenant, LocalDate from, LocalDate to) {
        return INLAY_USAGE.TENANT.eq(tenant.value()).and(INLAY_USAGE.USED_ON.between(from, to));
    }

    private static long total(@org.jspecify.annotations.Nullable BigDecimal sum) {
        return sum == null ? 0 : sum.longValueExact();
    }
}
