package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.api.tenant.Tenants;

/** What a host does where nothing is bound, and what it does to its tenants. */
final class Unbound {

    private static final TenantId STRANGER = TenantId.of("nobody");

    private Unbound() {}

    static void into(Operations operations) {
        operations
                .add("ask who is bound", Kind.BINDING, 4, Unbound::ask)
                .add("bind a stranger", Kind.BINDING, 2, Unbound::bindStranger)
                .add("work for the platform", Kind.BINDING, 4, Unbound::platform)
                .add("handle a batch", Kind.BINDING, 8, Books::batch);
    }

    /** While nothing else is under way. */
    static void intoAlone(Operations operations) {
        operations.add("suspend", Kind.STATUS, 1, Unbound::suspend);
    }

    private static void ask(Turn turn) {
        Tenants tenants = turn.world.inlay.tenants();
        turn.require(tenants.currentIfBound().isEmpty(), Kind.BINDING, "somebody is bound");
        turn.refused(Kind.BINDING, "tenant.none", now -> tenants.current());
        turn.refused(Kind.BINDING, "tenant.none", now -> tenants.capture());
    }

    private static void bindStranger(Turn turn) {
        turn.refused(
                Kind.BINDING,
                "tenant.unknown",
                now -> turn.world.inlay.tenants().run(STRANGER, () -> {}));
    }

    private static void platform(Turn turn) {
        Turn first = turn.part();
        Turn second = turn.of(turn.other());
        Tenants tenants = turn.world.inlay.tenants();
        tenants.runAsPlatform("a clean-up", () -> {
            turn.refused(Kind.BINDING, "tenant.none", now -> tenants.current());
            tenants.run(first.tenant, first::bound);
            tenants.run(second.tenant, second::bound);
            ask(turn);
        });
        ask(turn);
    }

    /** Nothing of a suspended tenant begins, be it new or carried from before; others work on. */
    private static void suspend(Turn turn) throws Exception {
        Tenants tenants = turn.world.inlay.tenants();
        Turn waiting = turn.part();
        Runnable carried = tenants.call(turn.tenant, () -> tenants.wrap((Runnable) waiting::bound));
        CarriedTenant captured = tenants.call(turn.tenant, tenants::capture);
        Turn other = turn.of(turn.other());
        turn.world.directory.put(turn.tenant, TenantStatus.SUSPENDED);
        try {
            turn.refused(Kind.STATUS, "tenant.suspended", now -> Scopes.bind(turn, () -> {}));
            turn.refused(Kind.STATUS, "tenant.suspended", now -> carried.run());
            turn.refused(Kind.STATUS, "tenant.suspended", now -> captured.open().close());
            Scopes.bind(other, other::bound);
        } finally {
            turn.world.directory.put(turn.tenant, TenantStatus.ACTIVE);
        }
        Scopes.bind(turn, turn::bound);
        carried.run();
    }
}
