package dev.inlay.provider.jooq;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.time.Duration;
import javax.sql.DataSource;

/** Two instances on one database, each with a pool of its own. */
final class TwoNodes implements AutoCloseable {

    final DataSource database;
    final Inlay one;
    final Inlay other;
    private final HikariDataSource onePool;
    private final HikariDataSource otherPool;

    private TwoNodes(DataSource database) {
        this.database = database;
        this.onePool = pool(database);
        this.otherPool = pool(database);
        this.one = node(onePool);
        this.other = node(otherPool);
    }

    static TwoNodes on(DataSource database) {
        return new TwoNodes(database);
    }

    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private static Inlay node(DataSource pool) {
        return InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic", "inlay/medisoft/-/south-clinic"))
                .install(JooqStores.on(pool))
                .install(RecordingTransport.to("erp"))
                .install(SigningKeys.of(SigningKey.hmacSha256("k1", new byte[32])))
                .build()
                .start()
                .awaitReady(Duration.ofSeconds(60));
    }

    void execute(String sql) throws java.sql.SQLException {
        OpenStores.execute(database, sql);
    }

    @Override
    public void close() {
        other.close();
        one.close();
        otherPool.close();
        onePool.close();
    }
}
