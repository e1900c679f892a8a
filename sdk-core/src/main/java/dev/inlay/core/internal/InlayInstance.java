package dev.inlay.core.internal;

import dev.inlay.api.Inlay;
import dev.inlay.api.InlayState;
import dev.inlay.api.access.BreakGlass;
import dev.inlay.api.audit.AuditTrail;
import dev.inlay.api.entitlement.Entitlements;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.Events;
import dev.inlay.api.event.Inbox;
import dev.inlay.api.event.Reconciliation;
import dev.inlay.api.metering.Metering;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.api.theme.Themes;
import dev.inlay.core.internal.plugin.Extensions;
import dev.inlay.core.internal.plugin.PluginSet;
import dev.inlay.core.internal.tenant.StrictTenants;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.core.internal.tenant.propagation.Propagation;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.spi.tenant.TenantSealer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** An instance: a life, tenants from the beginning, and the other pillars once every plug-in has started. */
public final class InlayInstance implements Inlay {

    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(2);

    private final Lifecycle lifecycle;
    private final TenantEngine tenants;
    private final @Nullable StrictTenants strict;
    private final Propagation propagation;
    private volatile @Nullable Pillars pillars;

    /**
     * Puts an instance together. Does no I/O.
     *
     * @param plugins checked and in order
     * @param options what else the builder collected
     * @throws InlayException with code {@code plugin.no-directory} when no plug-in knows tenants
     */
    public InlayInstance(PluginSet plugins, InstanceOptions options) {
        Extensions extensions = plugins.extensions();
        TenantDirectory directory = extensions
                .one(TenantDirectory.class)
                .orElseThrow(() -> new InlayException(
                        "plugin.no-directory",
                        "no plug-in knows tenants; install Documents.in(folder) or another TenantDirectory"));
        InstanceContext context = new InstanceContext(options, extensions, this::sealer);
        Lifecycle.Engines engines = new Lifecycle.Engines() {
            @Override
            public void start() {
                Pillars made = new Pillars(tenants, extensions, context, options, lifecycle::checkReady);
                pillars = made;
                made.start();
            }

            @Override
            public void close() {
                try {
                    Pillars made = pillars;
                    if (made != null) {
                        made.close(options);
                    }
                } finally {
                    tenants.close();
                }
            }
        };
        Duration patience =
                options.drainTime().compareTo(SHORTEST_PATIENCE) > 0 ? options.drainTime() : SHORTEST_PATIENCE;
        this.lifecycle = new Lifecycle(plugins.inStartOrder(), context, engines, patience);
        this.tenants = new TenantEngine(directory, lifecycle::checkReady);
        this.strict = options.strictTenancy() ? new StrictTenants(tenants) : null;
        this.propagation = Propagation.of(tenants, extensions, options.propagation(), options.clock());
    }

    @Override
    public Inlay start() {
        lifecycle.start();
        return this;
    }

    @Override
    public Inlay awaitReady(Duration timeout) {
        lifecycle.awaitReady(timeout);
        return this;
    }

    @Override
    public InlayState state() {
        InlayState state = lifecycle.state();
        DirectoryState directory = state.isReady() ? tenants.directory() : DirectoryState.fresh(0);
        return directory.isStale()
                ? InlayState.of(state.phase(), List.of("directory of tenants is stale: " + directory.reason()))
                : state;
    }

    @Override
    public Tenants tenants() {
        return strict == null ? tenants : strict;
    }

    @Override
    public TenantPropagation propagation() {
        lifecycle.checkReady();
        return propagation.require();
    }

    @Override
    public Entitlements entitlements() {
        return ready().entitlements;
    }

    @Override
    public Metering metering() {
        return ready().ledgers().metering();
    }

    @Override
    public Events events() {
        return ready().ledgers().events();
    }

    @Override
    public Reconciliation reconciliation() {
        return ready().ledgers().reconciliation();
    }

    @Override
    public Inbox inbox() {
        return ready().ledgers().inbox();
    }

    @Override
    public Themes themes() {
        return ready().themes;
    }

    @Override
    public AuditTrail audit() {
        return ready().ledgers().audit();
    }

    @Override
    public BreakGlass access() {
        return ready().ledgers().access();
    }

    @Override
    public DataSource dataSource() {
        return ready().ledgers().dataSource();
    }

    private Optional<TenantSealer> sealer() {
        return propagation.sealer();
    }

    private Pillars ready() {
        lifecycle.checkReady();
        return Objects.requireNonNull(pillars, "pillars are made before the instance is ready");
    }

    @Override
    public void close() {
        lifecycle.close();
        if (strict != null) {
            strict.requireNoneOpen();
        }
    }
}
