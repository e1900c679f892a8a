package dev.inlay.core.internal.access;

import dev.inlay.api.Inlay;
import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.access.BreakGlass;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.memory.InMemoryStores;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Two nodes on one database in memory, with a clock that tests move. */
final class AccessFixture implements AutoCloseable {

    static final TenantId NORTH = TenantId.of("north-clinic");
    static final TenantId SOUTH = TenantId.of("south-clinic");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration HOUR = Duration.ofHours(1);
    static final String REASON = "ticket 4711: invoices are missing";

    final MutableClock clock = MutableClock.at(NOON);
    final InMemoryStores stores = InMemoryStores.create();
    final InMemoryTenantDirectory directory =
            InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic", "inlay/medisoft/-/south-clinic");
    final Inlay inlay = node(stores);
    final Inlay other = node(stores.reopened());

    private Inlay node(InMemoryStores on) {
        return InlaySdk.builder()
                .install(directory)
                .install(on)
                .clock(clock)
                .build()
                .start()
                .awaitReady(Duration.ofSeconds(20));
    }

    BreakGlass access() {
        return inlay.access();
    }

    AccessGrant reading() {
        return access().grant(request());
    }

    AccessGrant writing() {
        return access().grant(request().mayWrite());
    }

    static AccessRequest request() {
        return AccessRequest.of("ida", NORTH, REASON, HOUR);
    }

    void status(TenantStatus status) {
        directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/north-clinic"))
                .status(status)
                .build());
    }

    List<AuditRecord> trail() {
        return stores.audit().read(NORTH, 0, 1000);
    }

    List<String> actions() {
        return trail().stream().map(record -> record.entry().action()).toList();
    }

    AuditRecord last() {
        List<AuditRecord> trail = trail();
        return trail.get(trail.size() - 1);
    }

    @Override
    public void close() {
        other.close();
        inlay.close();
    }
}
