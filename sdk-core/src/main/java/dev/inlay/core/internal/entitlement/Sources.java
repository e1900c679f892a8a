package dev.inlay.core.internal.entitlement;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.core.internal.entitlement.Loaded.FromSource;
import dev.inlay.spi.entitlement.EntitlementSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Asks the sources. One that fails keeps what it said last of the tenant and rests for a second; the others go on, so
 * that a failing contract store does not hold back what another source takes away. Thread-safe.
 */
final class Sources {

    private final List<EntitlementSource> sources;
    private final InstantSource clock;
    private final Logger log;
    private final Throttle warnings = new Throttle(60_000);

    Sources(List<EntitlementSource> sources, InstantSource clock, Logger log) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
        this.log = log;
    }

    /** Whether asking again would bring nothing new, or is not to be tried yet. Allocates nothing. */
    boolean standBy(Loaded loaded, TenantContext tenant) {
        return loaded.pause().isOn(clock)
                || (tenant.directoryVersion() <= loaded.directoryVersion() && hasEveryVersion(loaded.bySource()));
    }

    /**
     * Asks every source that changed.
     *
     * @param last what they said before, or {@code null}
     * @throws InlayException with code {@code entitlement.unavailable} when a source fails that has said nothing before
     */
    Loaded load(TenantContext tenant, @Nullable Loaded last) {
        TenantPath path = tenant.path();
        long directoryVersion = tenant.directoryVersion();
        if (last != null && directoryVersion <= last.directoryVersion()) {
            path = last.path();
            directoryVersion = last.directoryVersion();
        }
        boolean samePath = last != null && path.equals(last.path());
        List<FromSource> bySource = new ArrayList<>(sources.size());
        Pause pause = Pause.NONE;
        for (int i = 0; i < sources.size(); i++) {
            FromSource before = last == null ? null : last.bySource().get(i);
            try {
                bySource.add(ask(sources.get(i), path, samePath ? before : null));
            } catch (RuntimeException e) {
                bySource.add(keep(before, sources.get(i), tenant, e));
                pause = Pause.after(clock.millis());
            }
        }
        return new Loaded(path, directoryVersion, List.copyOf(bySource), pause);
    }

    private static FromSource ask(EntitlementSource source, TenantPath path, @Nullable FromSource before) {
        long version = source.version();
        if (before != null && before.version() == version) {
            return before;
        }
        return new FromSource(version, List.copyOf(source.load(path)));
    }

    private FromSource keep(
            @Nullable FromSource before, EntitlementSource source, TenantContext tenant, RuntimeException failure) {
        if (before == null) {
            throw unavailable(tenant, failure);
        }
        if (warnings.admits(clock.millis())) {
            log.warn(
                    "entitlement source {} failed; tenant {}, and whoever else it fails for, keeps what it granted last",
                    source.getClass().getName(),
                    tenant.id(),
                    failure);
        }
        return before;
    }

    static InlayException unavailable(TenantContext tenant, Throwable cause) {
        return new InlayException(
                "entitlement.unavailable",
                true,
                "tenant " + tenant.id() + ": a source of entitlements failed before anything was known; see the cause",
                cause);
    }

    private boolean hasEveryVersion(List<FromSource> bySource) {
        try {
            for (int i = 0; i < sources.size(); i++) {
                if (sources.get(i).version() != bySource.get(i).version()) {
                    return false;
                }
            }
            return true;
        } catch (RuntimeException failure) {
            return false;
        }
    }
}
