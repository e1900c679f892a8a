package dev.inlay.provider.jooq.isolation;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.provider.jooq.Engines;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.spi.Plugin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** PostgreSQL. */
final class PostgresDatabase implements HostDatabase {

    private final HikariDataSource pool = HostDatabase.pool(Engines.postgres(), CONNECTIONS);

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
        try (Statement statement = raw.createStatement();
                ResultSet found = statement.executeQuery("select coalesce(current_setting('inlay.tenant', true), '')"
                        + " || case current_setting('transaction_read_only') when 'on' then ' read-only' else '' end")) {
            found.next();
            return (raw.getAutoCommit() ? "" : "a transaction ") + found.getString(1);
        }
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
