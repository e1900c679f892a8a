package dev.inlay.provider.jooq.isolation;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.provider.jooq.Engines;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.provider.jooq.PlacedStores;
import dev.inlay.spi.Plugin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** H2 keeps no tenants apart: the host's statements name them. */
final class H2Database implements HostDatabase {

    private final HikariDataSource shared = HostDatabase.pool(Engines.patientH2(), CONNECTIONS);
    private final HikariDataSource own = HostDatabase.pool(Engines.patientH2(), CONNECTIONS);

    @Override
    public List<DataSource> pools() {
        return List.of(shared, own);
    }

    @Override
    public Plugin stores() {
        return PlacedStores.of(JooqStores.on(shared)).database(OWN, JooqStores.on(own));
    }

    @Override
    public boolean addsTheTenant() {
        return false;
    }

    @Override
    public boolean keepsFromWriting() {
        return false;
    }

    @Override
    public String leftOn(Connection raw) throws SQLException {
        return (raw.getAutoCommit() ? "" : "a transaction ") + (raw.isReadOnly() ? "read-only" : "");
    }

    @Override
    public void makeClaims() throws SQLException {
        HostDatabase.fill(shared, SHARED);
        HostDatabase.fill(own, OWN);
    }

    @Override
    public void secureOwn() {}

    @Override
    public void close() {
        shared.close();
        own.close();
    }
}
