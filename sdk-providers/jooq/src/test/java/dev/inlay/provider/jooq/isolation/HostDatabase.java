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

/** The host's databases, one shared and one tenant's own, each with a table of claims and a pool. */
interface HostDatabase extends AutoCloseable {

    /** So few that tenants take turns on each. */
    int CONNECTIONS = 3;

    /** Claims that every tenant has, under the same ids. */
    int CLAIMS = 8;

    /** The placement of most tenants. */
    String SHARED = "shared";

    /** The placement of the tenant that has a database of its own. */
    String OWN = "own";

    /** The host's own pools: of the shared database, then of the other. */
    List<DataSource> pools();

    /** Keeps Inlay's tables here. */
    Plugin stores() throws SQLException;

    /** Whether the database adds the tenant to statements that forget it. */
    boolean addsTheTenant();

    /** Whether the database can keep a transaction from writing. */
    boolean keepsFromWriting();

    /** What of a tenant, or of its transaction, is left on a connection that the pool gave out; empty for nothing. */
    String leftOn(Connection raw) throws SQLException;

    /** Makes the claims, once the shared database is open. */
    void makeClaims() throws SQLException;

    /** Sees to the claims of the other database, once that is open, too. */
    void secureOwn() throws SQLException;

    @Override
    void close();

    static HikariDataSource pool(DataSource database, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Makes the table, with the same ids for every tenant, also for those that are not placed there. */
    static void fill(DataSource owner, String place) throws SQLException {
        execute(
                owner,
                "create table claim (tenant varchar(64) not null, id int not null, canary varchar(200) not null,"
                        + " place varchar(20) not null, primary key (tenant, id))");
        try (Connection connection = owner.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into claim (tenant, id, canary, place) values (?, ?, ?, ?)")) {
            for (TenantId tenant : World.TENANTS) {
                for (int id = 0; id < CLAIMS; id++) {
                    insert.setString(1, tenant.value());
                    insert.setInt(2, id);
                    insert.setString(3, Oracle.canary(tenant, 0));
                    insert.setString(4, place);
                    insert.execute();
                }
            }
        }
    }

    static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
