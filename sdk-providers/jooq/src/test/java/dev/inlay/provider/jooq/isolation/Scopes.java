package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.Tenants;
import java.io.IOException;
import org.slf4j.MDC;

/** Binding, binding again, and all that must not be bound. */
final class Scopes {

    private static final int DEEPEST = 4;

    private final Operations inside;

    Scopes(Operations inside) {
        this.inside = inside;
    }

    void into(Operations operations) {
        operations
                .add("bind the same again", Kind.BINDING, 8, this::again)
                .add("bind another", Kind.BINDING, 6, Scopes::another)
                .add("work for the platform inside", Kind.BINDING, 2, Scopes::platformInside)
                .add("throw", Kind.BINDING, 4, Scopes::throwInside)
                .add("close out of order", Kind.BINDING, 2, Scopes::closeOutOfOrder)
                .add("close on another thread", Kind.BINDING, 1, Scopes::closeElsewhere);
    }

    /** Binds the turn's tenant in one of the ways that there are. */
    static void bind(Turn turn, TenantAction<Exception> work) throws Exception {
        Tenants tenants = turn.world.inlay.tenants();
        switch (turn.dice.nextInt(3)) {
            case 0 -> tenants.run(turn.tenant, work);
            case 1 ->
                tenants.call(turn.tenant, () -> {
                    work.run();
                    return turn.tenant;
                });
            default -> open(turn, work);
        }
    }

    private static void open(Turn turn, TenantAction<Exception> work) throws Exception {
        boolean forgets = turn.depth == 0 && !turn.world.keeps(Guard.CLOSED_SCOPE);
        if (!turn.world.keeps(Guard.RESTORED_MDC)) {
            MDC.put("tenant", turn.tenant.value());
        }
        TenantScope scope = turn.world.inlay.tenants().open(turn.tenant);
        try {
            work.run();
        } finally {
            if (!forgets) {
                scope.close();
            }
        }
    }

    private void again(Turn turn) throws Exception {
        bind(turn.part(), () -> {
            turn.bound();
            if (turn.depth < DEEPEST) {
                inside.choose(turn.dice).run(turn.part());
            }
        });
        turn.bound();
    }

    private static void another(Turn turn) {
        TenantId other = turn.other();
        turn.refused(Kind.BINDING, "tenant.rebind", now -> {
            if (turn.world.keeps(Guard.NO_REBINDING)) {
                bind(turn.of(other), () -> {});
            } else {
                switchTo(turn, other);
            }
        });
        turn.bound();
    }

    /** What a host does to get around the refusal: it keeps what it captured in other work. */
    private static void switchTo(Turn turn, TenantId other) {
        CarriedTenant captured = turn.world.captured(other);
        try (TenantScope scope = captured.open()) {
            turn.require(scope != null, Kind.BINDING, "no scope");
        }
    }

    private static void platformInside(Turn turn) {
        turn.refused(
                Kind.BINDING, "tenant.rebind", now -> turn.world.inlay.tenants().runAsPlatform("a clean-up", () -> {}));
        turn.bound();
    }

    private static void throwInside(Turn turn) {
        turn.refused(
                Kind.BINDING,
                "an exception of the host",
                IOException.class::isInstance,
                now -> bind(turn.part(), () -> {
                    throw new IOException("on purpose");
                }));
        turn.bound();
    }

    private static void closeOutOfOrder(Turn turn) {
        TenantScope outer = turn.world.inlay.tenants().open(turn.tenant);
        TenantScope inner = turn.world.inlay.tenants().open(turn.tenant);
        turn.refused(Kind.BINDING, "tenant.scope.misuse", now -> outer.close());
        turn.bound();
        inner.close();
        outer.close();
        turn.bound();
    }

    private static void closeElsewhere(Turn turn) throws Exception {
        TenantScope scope = turn.world.inlay.tenants().open(turn.tenant);
        Turn there = turn.part();
        turn.world.elsewhere(() -> there.refused(Kind.BINDING, "tenant.scope.misuse", now -> scope.close()));
        turn.bound();
        scope.close();
        turn.bound();
    }
}
