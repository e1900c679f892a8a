package dev.inlay.core.internal.metering;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.metering.Metering;
import dev.inlay.api.metering.UsageEvent;
import dev.inlay.api.metering.UsageOutcome;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.core.internal.tenant.HostTransaction;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.spi.store.UsageRow;
import dev.inlay.spi.store.UsageStore;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes usage of the bound tenant into a {@link UsageStore}. Holds nothing back and owns no thread; thread-safe.
 *
 * <p>An event without a time is hashed without one, so that a retry, which happens later, is a duplicate and not a
 * conflict; the time and day of the first one stay.
 */
public final class MeteringEngine implements Metering {

    private final TenantEngine tenants;
    private final UsageStore store;
    private final InstantSource clock;

    /**
     * Creates an engine; asks nobody yet.
     *
     * @param tenants says who is bound
     * @param store keeps usage
     * @param clock the instance's clock
     */
    public MeteringEngine(TenantEngine tenants, UsageStore store, InstantSource clock) {
        this.tenants = Objects.requireNonNull(tenants, "tenants");
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public UsageOutcome record(Connection tx, UsageEvent event) {
        TenantContext tenant = tenants.current();
        HostTransaction.require(tx, tenant.id());
        tenants.requireWritable(tx);
        return store.record(tx, row(tenant, event));
    }

    @Override
    public List<UsageTotal> totals(LocalDate from, LocalDate to) {
        TenantContext tenant = tenants.current();
        if (from.isAfter(to)) {
            throw new InvalidValueException("from", "must not be after " + to + ", was " + from);
        }
        return store.totals(tenant.id(), from, to);
    }

    private UsageRow row(TenantContext tenant, UsageEvent event) {
        Instant at = event.at().orElseGet(clock::instant).truncatedTo(ChronoUnit.MICROS);
        return new UsageRow(
                tenant.id(),
                event.source(),
                event.id(),
                event.meter().key(),
                event.value(),
                at,
                LocalDate.ofInstant(at, tenant.profile().zone()),
                hash(event, at));
    }

    /** The value is hashed as text, since canonical JSON has no numbers beyond 2^53. */
    private static String hash(UsageEvent event, Instant at) {
        Map<String, String> content = new HashMap<>();
        content.put("meter", event.meter().key());
        content.put("value", Long.toString(event.value()));
        if (event.at().isPresent()) {
            content.put("at", at.toString());
        }
        return CanonicalJson.sha256(content);
    }
}
