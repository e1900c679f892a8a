package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.access.BreakGlass;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Support staff inside of a tenant. */
final class Grants {

    private static final String ACTOR = "support-1";
    private static final String REASON = "ticket 4711, claims are missing";
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofHours(8);

    private Grants() {}

    static void intoUnbound(Operations operations) {
        operations
                .add("enter by a grant", Kind.ACCESS, 2, Grants::enter)
                .add("misuse a grant", Kind.ACCESS, 1, Grants::misuse);
    }

    static void intoAlone(Operations operations) {
        operations.add("let a grant end", Kind.ACCESS, 1, Grants::end);
    }

    private static void enter(Turn turn) throws Exception {
        boolean writes = !turn.world.database.keepsFromWriting();
        if (writes) {
            turn.refused(Kind.ACCESS, "store.read-only", now -> access(turn).grant(request(turn, SHORT)));
        }
        AccessGrant grant = grant(turn, LONG, writes || !turn.world.keeps(Guard.READ_ONLY_GRANT));
        access(turn).run(grant.id(), ACTOR, () -> {
            turn.bound();
            Origin origin = turn.world.inlay.tenants().current().origin();
            turn.require(origin == Origin.BREAK_GLASS, Kind.ACCESS, "bound as " + origin);
            Claims.read(turn);
            if (!writes) {
                turn.refused(Kind.ACCESS, "the database", Grants::isReadOnly, Grants::write);
            }
            Runnable carried = turn.world.inlay.tenants().wrap((Runnable) () -> look(turn.part()));
            turn.world.elsewhere(carried);
        });
    }

    private static void look(Turn part) {
        part.bound();
        new Operation("read by a grant elsewhere", Kind.ACCESS, 1, Claims::read).run(part);
    }

    private static boolean isReadOnly(Exception refusal) {
        return refusal instanceof SQLException failure && "25006".equals(failure.getSQLState());
    }

    /** Without a commit: what is refused too late shall not stay. */
    private static void write(Turn turn) throws SQLException {
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            Claims.update(turn, tx, turn.canary());
        }
    }

    private static void misuse(Turn turn) {
        AccessGrant grant = grant(turn, LONG, true);
        TenantId other = turn.other();
        turn.refused(Kind.ACCESS, "access.other-actor", now -> access(turn).run(grant.id(), "support-2", () -> {}));
        turn.refused(
                Kind.ACCESS,
                "tenant.rebind",
                now -> turn.world.inlay.tenants().run(other, () -> access(turn).run(grant.id(), ACTOR, () -> {})));
        turn.refused(
                Kind.ACCESS,
                "tenant.rebind",
                now -> access(turn)
                        .run(grant.id(), ACTOR, () -> turn.world.inlay.tenants().run(other, () -> {})));
        access(turn).revoke(grant.id(), "support-2", "the ticket is closed");
        turn.refused(Kind.ACCESS, "access.ended", now -> access(turn).run(grant.id(), ACTOR, () -> {}));
    }

    /** In the midst of its use. A careless host grants for as long as may be. */
    private static void end(Turn turn) throws SQLException {
        AccessGrant grant = grant(turn, turn.world.keeps(Guard.ENDING_GRANT) ? SHORT : LONG, true);
        try (TenantScope scope = access(turn).open(grant.id(), ACTOR);
                Connection tx = turn.world.inlay.dataSource().getConnection()) {
            turn.require(scope != null, Kind.ACCESS, "no scope");
            Claims.look(turn, tx);
            Claims.update(turn, tx, turn.canary());
            turn.world.clock.leap(SHORT.plusSeconds(1));
            turn.refused(Kind.ACCESS, "access.ended", now -> Claims.look(turn, tx));
            turn.refused(Kind.ACCESS, "access.ended", now -> tx.commit());
            turn.refused(
                    Kind.ACCESS,
                    "access.ended",
                    now -> turn.world.inlay.tenants().current());
        }
        turn.refused(Kind.ACCESS, "access.ended", now -> access(turn).run(grant.id(), ACTOR, () -> {}));
    }

    private static AccessGrant grant(Turn turn, Duration duration, boolean writes) {
        AccessRequest request = request(turn, duration);
        return access(turn).grant(writes ? request.mayWrite() : request);
    }

    private static AccessRequest request(Turn turn, Duration duration) {
        return AccessRequest.of(ACTOR, turn.tenant, REASON, duration);
    }

    private static BreakGlass access(Turn turn) {
        return turn.world.inlay.access();
    }
}
