package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.TenantId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a host does with rows, under a tenant that is bound. */
final class Claims {

    private static final String ROLLED_BACK = "#rolled-back";

    private Claims() {}

    static void into(Operations operations) {
        operations
                .add("write rows", Kind.ROWS, 3, Claims::write)
                .add("read rows", Kind.ROWS, 4, Claims::read)
                .add("roll back", Kind.ROWS, 1, Claims::rollBack)
                .add("fail in a transaction", Kind.ROWS, 1, Claims::fail);
    }

    static void write(Turn turn) throws SQLException {
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            update(turn, tx, turn.canary());
            tx.commit();
        }
    }

    static void read(Turn turn) throws SQLException {
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            look(turn, tx);
        }
    }

    private static void rollBack(Turn turn) throws SQLException {
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            update(turn, tx, turn.tenant + ROLLED_BACK);
            if (turn.dice.nextBoolean()) {
                tx.rollback();
                look(turn, tx);
            }
        }
    }

    private static void fail(Turn turn) throws SQLException {
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            update(turn, tx, turn.tenant + ROLLED_BACK);
            throw new IOException("on purpose");
        } catch (IOException e) {
            turn.bound();
        }
    }

    /** One row only, so that no two transactions wait for each other in a circle. */
    static void update(Turn turn, Connection tx, String canary) throws SQLException {
        try (PreparedStatement update =
                prepared(turn, tx, "update claim set canary = ? where id = ?", " and tenant = ?", 3)) {
            update.setString(1, canary);
            update.setInt(2, turn.dice.nextInt(HostDatabase.CLAIMS));
            int rows = update.executeUpdate();
            turn.require(rows == 1, Kind.ROWS, "a claim of one tenant was written in " + rows + " rows");
        }
    }

    static void look(Turn turn, Connection tx) throws SQLException {
        int rows = 0;
        try (PreparedStatement select =
                        prepared(turn, tx, "select tenant, place, canary from claim", " where tenant = ?", 1);
                ResultSet claims = select.executeQuery()) {
            while (claims.next()) {
                rows++;
                TenantId owner = TenantId.of(claims.getString(1));
                turn.require(owner.equals(turn.tenant), Kind.ROWS, "read a row of '" + owner + "'");
                turn.mine(Kind.ROWS, "a row", claims.getString(3));
                String place = claims.getString(2);
                turn.require(place.equals(World.placeOf(turn.tenant)), Kind.PLACEMENT, "read a row in '" + place + "'");
                turn.require(!claims.getString(3).endsWith(ROLLED_BACK), Kind.ROWS, "read what was rolled back");
            }
        }
        turn.require(rows == HostDatabase.CLAIMS, Kind.ROWS, "read " + rows + " rows");
    }

    /** Names the tenant, unless the database does, or the host is careless. */
    private static PreparedStatement prepared(Turn turn, Connection tx, String sql, String condition, int place)
            throws SQLException {
        if (turn.world.database.addsTheTenant() || !turn.world.keeps(Guard.ROW_BOUNDARY)) {
            return tx.prepareStatement(sql);
        }
        PreparedStatement statement = tx.prepareStatement(sql + condition);
        statement.setString(place, turn.world.inlay.tenants().current().id().value());
        return statement;
    }
}
