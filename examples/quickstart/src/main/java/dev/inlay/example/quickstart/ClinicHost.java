package dev.inlay.example.quickstart;

import dev.inlay.api.Inlay;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.NotEntitledException;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A clinic-billing product that embeds Inlay: takes claims, and tells the ERP. */
final class ClinicHost {

    private static final Feature CLAIMS = Feature.flag("claims.automation");
    private static final Feature DAILY = Feature.limit("claims.daily");
    private static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");
    private static final int TRIES = 10;

    private final Inlay inlay;

    ClinicHost(Inlay inlay) {
        this.inlay = inlay;
    }

    /** Takes one claim, or refuses it and says why: either way one transaction, all of it or none of it. */
    void take(Claim claim) throws SQLException {
        inlay.tenants().run(TenantId.of(claim.tenant()), () -> {
            try {
                inlay.entitlements().require(CLAIMS);
                inlay.entitlements().require(DAILY);
            } catch (NotEntitledException e) {
                refuse(claim, e.decision().feature() + " " + e.decision().reason());
                return;
            }
            accept(claim);
        });
    }

    private void accept(Claim claim) throws SQLException {
        transact(tx -> {
            ErpEvent event = ErpEvent.of("claim.submitted", claim.account(), claim);
            HostDatabase.save(tx, claim, inlay.events().publish(tx, event).eventId());
            inlay.metering().record(tx, CLAIMED, 1, claim.claim());
        });
    }

    private void refuse(Claim claim, String reason) throws SQLException {
        transact(tx -> HostDatabase.refuse(tx, claim, reason));
    }

    private interface Work {
        void in(Connection tx) throws SQLException;
    }

    /** Runs a transaction, and runs the whole of it again when the database made it give way. */
    private void transact(Work work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection tx = inlay.dataSource().getConnection()) {
                work.in(tx);
                tx.commit();
                return;
            } catch (InlayException e) {
                if (!e.retryable() || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Waits until the ERP has everything, or the time is up. */
    void awaitDelivered(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (lanes().stream().anyMatch(lane -> lane.waiting().rows() > 0) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    /** What Inlay knows of the day, with each tenant's style sheet written into a folder. */
    HostReport report(List<String> tenants, LocalDate day, Path css) throws IOException {
        Files.createDirectories(css);
        Map<String, List<TargetStatus>> backlog = lanes().stream()
                .collect(Collectors.groupingBy(lane -> lane.tenant().value()));
        Map<String, HostReport.OfTenant> byTenant = new TreeMap<>();
        for (String tenant : tenants) {
            List<TargetStatus> lanes = backlog.getOrDefault(tenant, List.of());
            Path sheet = css.resolve(tenant + ".css");
            Files.writeString(sheet, inlay.themes().of(TenantId.of(tenant)).css());
            byTenant.put(
                    tenant,
                    new HostReport.OfTenant(
                            used(tenant, day),
                            lanes.stream()
                                    .mapToLong(lane -> lane.waiting().rows())
                                    .sum(),
                            lanes.stream()
                                    .mapToLong(lane -> lane.parked().rows())
                                    .sum(),
                            sheet.toString()));
        }
        return new HostReport(byTenant);
    }

    /** How it stands with every tenant; the example has few enough for one page. */
    private List<TargetStatus> lanes() {
        return inlay.events().operations().status(EventFilter.all(), "", 1_000).items();
    }

    private long used(String tenant, LocalDate day) {
        return inlay.tenants()
                .call(
                        TenantId.of(tenant),
                        () -> inlay.metering().totals(day, day).stream()
                                .filter(total -> total.meter().equals(CLAIMED.key()))
                                .mapToLong(total -> total.total())
                                .sum());
    }
}
