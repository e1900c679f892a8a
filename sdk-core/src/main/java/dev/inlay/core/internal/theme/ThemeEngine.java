package dev.inlay.core.internal.theme;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.api.theme.Theme;
import dev.inlay.api.theme.Themes;
import dev.inlay.spi.theme.ThemeSource;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one theme per tenant, made again when the source's version or the tenant's place in the hierarchy changes.
 *
 * <p>A theme that is at hand is answered without a lock or an allocation. Where a newer version is broken or cannot be
 * read, the last good theme stays and a warning is logged, at most one a minute; a tenant that has no good theme yet
 * gets the error. Tenants that the directory does not know leave nothing behind.
 */
public final class ThemeEngine implements Themes {

    private static final Logger LOG = LoggerFactory.getLogger(ThemeEngine.class);

    private final Tenants tenants;
    private final ThemeLoading loading;
    private final ConcurrentHashMap<TenantId, TenantTheme> themes = new ConcurrentHashMap<>();

    /**
     * Creates an engine. Does no I/O.
     *
     * @param tenants tells who is bound, and where a tenant stands
     * @param source keeps the layers
     * @param clock the time of day, for what is not to be done too often
     */
    public ThemeEngine(Tenants tenants, ThemeSource source, InstantSource clock) {
        this(
                tenants,
                source,
                clock,
                (path, reason) -> LOG.warn(
                        "tenant {} keeps its last good theme, and others may; further warnings wait a minute",
                        path,
                        reason));
    }

    /** Creates an engine that hands its warnings, at most one a minute, to somebody else. */
    ThemeEngine(
            Tenants tenants,
            ThemeSource source,
            InstantSource clock,
            BiConsumer<TenantPath, RuntimeException> warning) {
        this.tenants = tenants;
        this.loading = new ThemeLoading(source, clock, warning);
    }

    @Override
    public Theme current() {
        return theme(tenants.current());
    }

    @Override
    public Theme of(TenantId tenant) {
        return theme(tenants.find(tenant)
                .orElseThrow(() -> new NoTenantException(
                        "tenant.unknown",
                        "tenant '" + tenant + "' is not in the directory, so it has no theme; add it there, or mend"
                                + " the id")));
    }

    private Theme theme(TenantContext tenant) {
        TenantTheme theme = themes.get(tenant.id());
        if (theme == null) {
            TenantTheme added = new TenantTheme(loading);
            TenantTheme earlier = themes.putIfAbsent(tenant.id(), added);
            theme = earlier == null ? added : earlier;
        }
        return theme.at(tenant.path(), tenant.directoryVersion());
    }
}
