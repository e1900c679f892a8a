package dev.inlay.core.internal.entitlement;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.GrantSet;
import dev.inlay.spi.entitlement.SourceKind;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.MutableClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine with a tenant in Oslo, two sources, and a clock that stands at noon (UTC) of 15 June 2026. */
final class House {

    static final TenantId NORTH = TenantId.of("north-clinic");
    static final TenantPath NORTH_PATH = TenantPath.parse("inlay/medisoft/nordic/north-clinic");
    static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");

    final MutableClock clock = MutableClock.at(NOON);
    final InMemoryTenantDirectory directory = InMemoryTenantDirectory.of().put(profile(NORTH_PATH, "Europe/Oslo"));
    final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);
    final FakeSource source = new FakeSource();
    final FakeSource other = new FakeSource();
    final FakeUsage usage = new FakeUsage();
    final RecordingLogger log = new RecordingLogger();
    final EntitlementEngine engine = new EntitlementEngine(tenants, List.of(source, other), usage, clock, log);

    Decision check(Feature feature) {
        return tenants.call(NORTH, () -> engine.check(feature));
    }

    Decision check(Feature feature, long requested) {
        return tenants.call(NORTH, () -> engine.check(feature, requested));
    }

    static TenantProfile profile(TenantPath path, String zone) {
        return TenantProfile.builder(path).zone(ZoneId.of(zone)).build();
    }

    static GrantSet contract(String id, Grant... grants) {
        return GrantSet.of(SourceKind.CONTRACT, id, null, null, List.of(grants));
    }

    static GrantSet plan(String id, Grant... grants) {
        return GrantSet.of(SourceKind.PLAN, id, null, null, List.of(grants));
    }

    static GrantSet during(@Nullable String from, @Nullable String until, GrantSet set) {
        return GrantSet.of(set.kind(), set.id(), instant(from), instant(until), set.grants());
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
