package dev.inlay.provider.jooq;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.Contribution;
import dev.inlay.testkit.contracts.DirectoryFixture;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.TenantDirectoryContract;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The directory contract on one database, emptied between requirements. */
@Proves({"TEN-1", "TEN-9"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JooqDirectoryContract extends TenantDirectoryContract {

    private static final TenantProfile NORTH = TenantProfile.builder(
                    TenantPath.parse("inlay/medisoft/nordic/north-clinic"))
            .segment("small")
            .region("eu")
            .tier("gold")
            .ring("canary")
            .placement("north")
            .zone(ZoneId.of("Europe/Oslo"))
            .build();
    private static final TenantProfile SOUTH = TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/south-clinic"))
            .status(TenantStatus.SUSPENDED)
            .build();

    private BreakableDatabase database = new BreakableDatabase(Engines.h2());

    abstract DataSource database();

    @BeforeAll
    final void makeDatabase() {
        database = new BreakableDatabase(database());
        OpenStores.start(JooqStores.on(database));
    }

    @Override
    protected final Capabilities capabilities() {
        return Capabilities.none()
                .supported(KNOWN_TENANTS)
                .supported(PROFILES)
                .supported(CHANGES)
                .supported(OUTAGES);
    }

    @Override
    protected final DirectoryFixture open() throws SQLException {
        database.comeBack();
        OpenStores.execute(database, "delete from inlay_tenant");
        JooqDirectory plugin = JooqDirectory.on(database).pollingEvery(Duration.ofMillis(20));
        plugin.start(new OpenStores.Context());
        plugin.save(NORTH);
        long version = plugin.save(SOUTH);
        TenantDirectory directory =
                (TenantDirectory) Contribution.of(plugin).get(0).extension();
        Fixture fixture = new Fixture(plugin, directory, database);
        fixture.await(() -> directory.version() >= version);
        return fixture;
    }

    private record Fixture(JooqDirectory plugin, TenantDirectory directory, BreakableDatabase database)
            implements DirectoryFixture {

        @Override
        public List<TenantId> known() {
            return List.of(NORTH.id(), SOUTH.id());
        }

        @Override
        public List<TenantProfile> profiles() {
            return List.of(NORTH, SOUTH);
        }

        @Override
        public TenantProfile change() {
            TenantProfile changed =
                    NORTH.toBuilder().tier("basic").status(TenantStatus.CLOSED).build();
            long version = plugin.save(changed);
            await(() -> directory.version() >= version);
            return changed;
        }

        @Override
        public void goDown() {
            database.goDown();
            await(() -> directory.state().isStale());
        }

        @Override
        public void comeBack() {
            database.comeBack();
            await(() -> !directory.state().isStale());
        }

        @Override
        public void close() {
            plugin.close();
        }

        void await(BooleanSupplier condition) {
            try {
                Work.await(condition);
            } catch (TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
