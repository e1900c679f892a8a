package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Connections where they do not belong. */
final class Connections {

    private Connections() {}

    /** Under a tenant that is bound. */
    static void into(Operations operations) {
        operations
                .add("use a connection in another's work", Kind.CONNECTION, 3, Connections::smuggle)
                .add("switch autocommit on", Kind.CONNECTION, 1, Connections::switchAutoCommitOn);
    }

    /** Where nothing is bound. */
    static void intoUnbound(Operations operations) {
        operations
                .add("take a connection for nobody", Kind.CONNECTION, 2, Connections::takeForNobody)
                .add("take a connection for a lost tenant", Kind.PLACEMENT, 1, Connections::takeForLost)
                .add("use a connection behind its work", Kind.CONNECTION, 2, Connections::useBehind)
                .add("set the tenant for a report", Kind.CONNECTION, 2, Connections::report)
                .add("look at what the pool gives out", Kind.CONNECTION, 4, Connections::lookAtPool);
    }

    private static void smuggle(Turn turn) throws SQLException {
        try (Connection tx = careless(turn, turn.world.inlay.dataSource().getConnection())) {
            TenantId other = turn.other();
            try (TenantScope scope = turn.world.captured(other).open()) {
                turn.require(scope != null, Kind.BINDING, "no scope");
                turn.refused(Kind.CONNECTION, "tenant.rebind", now -> misuse(turn.of(other), tx));
            }
            turn.bound();
        }
    }

    private static void misuse(Turn turn, Connection tx) throws SQLException {
        switch (turn.dice.nextInt(3)) {
            case 0 -> prepare(tx);
            case 1 -> turn.world.inlay.events().publish(tx, World.event("smuggled", turn.canary()));
            default -> tx.commit();
        }
    }

    private static void prepare(Connection tx) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement("select 1")) {
            select.execute();
        }
    }

    /** A careless host hands out the driver's own connection. */
    private static Connection careless(Turn turn, Connection tx) throws SQLException {
        if (turn.world.keeps(Guard.WRAPPED_CONNECTION)) {
            return tx;
        }
        tx.close();
        Connection raw = pool(turn).getConnection();
        raw.setAutoCommit(false);
        return raw;
    }

    private static void switchAutoCommitOn(Turn turn) throws SQLException {
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            turn.refused(Kind.CONNECTION, "autocommit", Connections::staysOff, now -> tx.setAutoCommit(true));
        }
    }

    private static boolean staysOff(Exception refusal) {
        return refusal instanceof InvalidValueException invalid
                && String.valueOf(invalid.getMessage()).contains("must stay off");
    }

    private static void takeForNobody(Turn turn) {
        turn.refused(
                Kind.CONNECTION,
                "tenant.none",
                now -> turn.world.inlay.dataSource().getConnection().close());
    }

    private static void useBehind(Turn turn) throws SQLException {
        Tenants tenants = turn.world.inlay.tenants();
        try (Connection tx =
                tenants.call(turn.tenant, () -> turn.world.inlay.dataSource().getConnection())) {
            turn.refused(Kind.CONNECTION, "tenant.none", now -> prepare(tx));
        }
    }

    /** A careless host sets the tenant itself, and for the session. */
    private static void report(Turn turn) throws SQLException {
        if (turn.world.keeps(Guard.TRANSACTION_SETTING)) {
            turn.world.inlay.tenants().run(turn.tenant, () -> Claims.read(turn));
            return;
        }
        try (Connection raw = pool(turn).getConnection();
                PreparedStatement set = raw.prepareStatement("select set_config('inlay.tenant', ?, false)")) {
            set.setString(1, turn.tenant.value());
            set.execute();
        }
    }

    private static DataSource pool(Turn turn) {
        List<DataSource> pools = turn.world.database.pools();
        return pools.get(turn.dice.nextInt(pools.size()));
    }

    private static void takeForLost(Turn turn) {
        turn.refused(
                Kind.PLACEMENT,
                "placement.unknown",
                now -> turn.world
                        .inlay
                        .tenants()
                        .run(
                                World.LOST,
                                () -> turn.world
                                        .inlay
                                        .dataSource()
                                        .getConnection()
                                        .close()));
    }

    private static void lookAtPool(Turn turn) throws SQLException {
        try (Connection raw = pool(turn).getConnection()) {
            String left = turn.world.database.leftOn(raw);
            turn.require(left.isEmpty(), Kind.CONNECTION, "a connection of the pool has " + left);
        }
    }
}
