package dev.inlay.provider.jooq.isolation;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.provider.jooq.Engines;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.spi.Plugin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** H2 keeps no tenants apart: the host's statements name them. */
final class H2Database implements HostDatabase {

    private final HikariDataSource pool = HostDatabase.pool(Engines.h2(), CONNECTIONS);

    @Override
    public DataSource pool() {
        return pool;
    }

    @Override
    public Plugin stores() {
        return JooqStores.on(pool);
    }

    @Override
    public boolean addsTheTenant() {
        return false;
    }

    @Override
    public String leftOn(Connection raw) throws SQLException {
        return (raw.getAutoCommit() ? "" : "a transaction ") + (raw.isReadOnly() ? "read-only" : "");
    }

    @Override
    public void makeClaims() throws SQLException {
        HostDatabase.fill(
                pool,
                List.of("create table claim (tenant varchar(64) not null, id int not null, canary varchar(200) not null,"
                        + " primary key (tenant, id))"));
    }

    @Override
    public void close() {
        pool.close();
    }
}
