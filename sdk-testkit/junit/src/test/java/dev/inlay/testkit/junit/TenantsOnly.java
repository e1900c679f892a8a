package dev.inlay.testkit.junit;

import dev.inlay.api.Inlay;
import dev.inlay.api.InlayState;
import dev.inlay.api.access.BreakGlass;
import dev.inlay.api.audit.AuditTrail;
import dev.inlay.api.entitlement.Entitlements;
import dev.inlay.api.event.Events;
import dev.inlay.api.event.Inbox;
import dev.inlay.api.event.Reconciliation;
import dev.inlay.api.metering.Metering;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.api.theme.Themes;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** An instance of which only the tenants work, and which counts its life. */
final class TenantsOnly implements Inlay {

    private final TenantEngine tenants = new TenantEngine(
            InMemoryTenantDirectory.of("inlay/medisoft/nordic/north-clinic", "inlay/medisoft/-/south-clinic"),
            () -> {});
    private int starts;
    private int closes;
    private boolean failing;

    static TenantsOnly failing() {
        TenantsOnly inlay = new TenantsOnly();
        inlay.failing = true;
        return inlay;
    }

    int starts() {
        return starts;
    }

    int closes() {
        return closes;
    }

    @Override
    public Inlay start() {
        starts++;
        return this;
    }

    @Override
    public Inlay awaitReady(Duration timeout) {
        if (failing) {
            throw new IllegalStateException("no database");
        }
        return this;
    }

    @Override
    public InlayState state() {
        return InlayState.of(InlayState.Phase.READY, List.of());
    }

    @Override
    public Tenants tenants() {
        return tenants;
    }

    @Override
    public Entitlements entitlements() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Metering metering() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Events events() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reconciliation reconciliation() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Inbox inbox() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TenantPropagation propagation() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Themes themes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AuditTrail audit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public BreakGlass access() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DataSource dataSource() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closes++;
    }
}
