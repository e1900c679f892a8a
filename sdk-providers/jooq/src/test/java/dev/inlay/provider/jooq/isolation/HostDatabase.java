package dev.inlay.provider.jooq.isolation;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.Plugin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** The host's database with its table of claims, and the pool that its work shares. */
interface HostDatabase extends AutoCloseable {

    /** So few that tenants take turns on each. */
    int CONNECTIONS = 3;

    /** Claims that every tenant has, under the same ids. */
    int CLAIMS = 8;

    /** The host's own pool. */
    DataSource pool();

    /** Keeps Inlay's tables here. */
    Plugin stores();

    /** Whether the database adds the tenant to statements that forget it. */
    boolean addsTheTenant();

    /** What of a tenant, or of its transaction, is left on a connection that the pool gave out; empty for nothing. */
    String leftOn(Connection raw) throws SQLException;

    /** Makes the claims, once the stores are there. */
    void makeClaims() throws SQLException;

    @Override
    void close();

    static HikariDataSource pool(DataSource database, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(size);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    static void fill(DataSource owner, List<String> before) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : before) {
                statement.execute(sql);
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into claim (tenant, id, canary) values (?, ?, ?)")) {
                for (TenantId tenant : World.TENANTS) {
                    for (int id = 0; id < CLAIMS; id++) {
                        insert.setString(1, tenant.value());
                        insert.setInt(2, id);
                        insert.setString(3, Oracle.canary(tenant, 0));
                        insert.execute();
                    }
                }
            }
        }
    }
}
