package dev.inlay.core.internal;

import dev.inlay.api.Inlay;
import dev.inlay.api.InlayState;
import dev.inlay.api.audit.AuditTrail;
import dev.inlay.api.entitlement.Entitlements;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.Events;
import dev.inlay.api.metering.Metering;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.api.theme.Themes;
import dev.inlay.core.internal.plugin.Extensions;
import dev.inlay.core.internal.plugin.PluginSet;
import dev.inlay.spi.tenant.TenantDirectory;
import java.time.Duration;
import javax.sql.DataSource;

/** An instance: a life, and pillars that are made once every plug-in has started. */
public final class InlayInstance implements Inlay {

    private final Lifecycle lifecycle;

    /**
     * Puts an instance together. Does no I/O.
     *
     * @param plugins checked and in order
     * @param options what else the builder collected
     * @throws InlayException with code {@code plugin.no-directory} when no plug-in knows tenants
     */
    public InlayInstance(PluginSet plugins, InstanceOptions options) {
        Extensions extensions = plugins.extensions();
        if (extensions.one(TenantDirectory.class).isEmpty()) {
            throw new InlayException(
                    "plugin.no-directory",
                    "no plug-in knows tenants; install Documents.in(folder) or another TenantDirectory");
        }
        this.lifecycle = new Lifecycle(plugins.inStartOrder(), new InstanceContext(options), new Lifecycle.Engines() {
            @Override
            public void start() {}

            @Override
            public void close() {}
        });
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
        return lifecycle.state();
    }

    @Override
    public Tenants tenants() {
        throw missing();
    }

    @Override
    public Entitlements entitlements() {
        throw missing();
    }

    @Override
    public Metering metering() {
        throw missing();
    }

    @Override
    public Events events() {
        throw missing();
    }

    @Override
    public Themes themes() {
        throw missing();
    }

    @Override
    public AuditTrail audit() {
        throw missing();
    }

    @Override
    public DataSource dataSource() {
        throw missing();
    }

    private InlayException missing() {
        lifecycle.checkReady();
        return new InlayException("instance.incomplete", "this pillar is not wired yet");
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
