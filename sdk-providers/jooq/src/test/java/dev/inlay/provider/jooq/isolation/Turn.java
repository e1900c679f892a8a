package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.slf4j.MDC;

/**
 * One step as it is being done: whose it is, told by the walk and not by Inlay, and dice that the walk has loaded. Used
 * by one thread at a time.
 */
final class Turn {

    final World world;
    final int step;
    final TenantId tenant;
    final SplittableRandom dice;
    final int depth;

    Turn(World world, int step, TenantId tenant, SplittableRandom dice) {
        this(world, step, tenant, dice, 0);
    }

    private Turn(World world, int step, TenantId tenant, SplittableRandom dice, int depth) {
        this.world = world;
        this.step = step;
        this.tenant = tenant;
        this.dice = dice;
        this.depth = depth;
    }

    /** A part of this step, for another thread or further inside. */
    Turn part() {
        return of(tenant);
    }

    /** A part of this step that belongs to another tenant. */
    Turn of(TenantId other) {
        return new Turn(world, step, other, dice.split(), depth + 1);
    }

    TenantId other() {
        TenantId chosen;
        do {
            chosen = World.TENANTS.get(dice.nextInt(World.TENANTS.size()));
        } while (chosen.equals(tenant));
        return chosen;
    }

    String canary() {
        return Oracle.canary(tenant, step);
    }

    void report(Kind kind, String what) {
        world.oracle.report(kind, step, "[" + tenant + "] " + what);
    }

    /** A value was read that must be this tenant's. */
    void mine(Kind kind, String where, String canary) {
        if (!Oracle.isOf(tenant, canary)) {
            report(kind, where + " showed '" + canary + "'");
        }
    }

    void require(boolean fact, Kind kind, String otherwise) {
        if (!fact) {
            report(kind, otherwise);
        }
    }

    /** This tenant, and no other, is bound and shown in the log. */
    void bound() {
        String id = world.inlay
                .tenants()
                .currentIfBound()
                .map(context -> context.id().value())
                .orElse("nobody");
        require(id.equals(tenant.value()), Kind.BINDING, "'" + id + "' is bound");
        String shown = MDC.get("tenant");
        require(tenant.value().equals(shown), Kind.MDC, "the log shows '" + shown + "'");
    }

    /** Inlay must not do it, and say why. */
    void refused(Kind kind, String code, Operation.Action action) {
        refused(
                kind,
                code,
                e -> e instanceof InlayException refusal && refusal.code().startsWith(code),
                action);
    }

    /** Somebody must not do it. */
    void refused(Kind kind, String how, Predicate<Exception> refusal, Operation.Action action) {
        try {
            action.on(this);
        } catch (Exception e) {
            require(refusal.test(e), kind, "refused otherwise than by " + how + ": " + e);
            world.oracle.did("refused by " + how);
            return;
        }
        report(kind, "not refused by " + how);
    }
}
