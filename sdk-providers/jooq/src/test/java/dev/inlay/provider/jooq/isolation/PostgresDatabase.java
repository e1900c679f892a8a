package dev.inlay.provider.jooq.isolation;

import dev.inlay.provider.jooq.PlacedStores;
import dev.inlay.spi.Plugin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** PostgreSQL keeps tenants apart by row-level security; or not, for a host that is its superuser. */
final class PostgresDatabase implements HostDatabase {

    private final boolean secured;
    private final PostgresSite shared;
    private final PostgresSite own;

    PostgresDatabase(boolean secured) throws SQLException {
        this.secured = secured;
        this.shared = new PostgresSite(secured);
        this.own = new PostgresSite(secured);
    }

    @Override
    public List<DataSource> pools() {
        return List.of(shared.pool, own.pool);
    }

    @Override
    public Plugin stores() throws SQLException {
        return PlacedStores.of(shared.stores()).database(OWN, own.stores());
    }

    @Override
    public boolean addsTheTenant() {
        return secured;
    }

    @Override
    public boolean keepsFromWriting() {
        return true;
    }

    @Override
    public String leftOn(Connection raw) throws SQLException {
        try (Statement statement = raw.createStatement();
                ResultSet found = statement.executeQuery(
                        "select coalesce(current_setting('inlay.tenant', true), '')"
                                + " || case current_setting('transaction_read_only') when 'on' then ' read-only' else '' end")) {
            found.next();
            return (raw.getAutoCommit() ? "" : "a transaction ") + found.getString(1);
        }
    }

    @Override
    public void makeClaims() throws SQLException {
        shared.fill(SHARED);
        shared.secure();
        own.fill(OWN);
    }

    @Override
    public void secureOwn() throws SQLException {
        own.secure();
    }

    @Override
    public void close() {
        shared.close();
        own.close();
    }
}
