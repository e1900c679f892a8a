package dev.inlay.provider.jooq.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.provider.jooq.BreakableDatabase;
import dev.inlay.provider.jooq.Engines;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.migration.Migrator;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of the tables and what is read again, look by look. */
@Proves("TEN-9")
final class JooqTenantDirectoryTest {

    private static final int TENANTS = 60;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final BreakableDatabase source = new BreakableDatabase(Engines.h2());
    private final Database database = new Database(source);
    private final JooqTenantDirectory directory = new JooqTenantDirectory(database, Duration.ofSeconds(1));
    private final TenantWriter writer = new TenantWriter(database);

    @BeforeEach
    void fillAndKeepAll() {
        database.open(dialect -> new Migrator(source, dialect, InstantSource.system()).migrate());
        IntStream.range(0, TENANTS).forEach(i -> writer.save(profile(id(i)), OptionalLong.empty()));
        directory.start(now::get);
        findAll();
    }

    @Test
    void readsOnlyWhatChangedHoweverManyTenantsItKeeps() {
        int before = source.connections();

        writer.setStatus(id(7), TenantStatus.SUSPENDED);
        directory.refresh();
        findAll();

        assertThat(source.connections() - before)
                .as("one to write, one to look")
                .isEqualTo(2);
        assertThat(status(7)).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(status(8)).isEqualTo(TenantStatus.ACTIVE);
    }

    @Test
    void keepsItsVersionAndReadsNothingWhileNothingChanged() {
        long version = directory.version();
        int before = source.connections();

        directory.refresh();
        directory.refresh();
        findAll();

        assertThat(directory.version()).isEqualTo(version);
        assertThat(source.connections() - before).isEqualTo(2);
    }

    @Test
    void seesTheLastOfSeveralChangesBetweenTwoLooks() {
        writer.setStatus(id(7), TenantStatus.SUSPENDED);
        writer.setStatus(id(8), TenantStatus.SUSPENDED);
        writer.setStatus(id(7), TenantStatus.CLOSED);

        directory.refresh();

        assertThat(status(7)).isEqualTo(TenantStatus.CLOSED);
        assertThat(status(8)).isEqualTo(TenantStatus.SUSPENDED);
    }

    @Test
    void noticesARowThatWasDeletedByTheVersionThatNoRowCarries() throws SQLException {
        execute("update inlay_tenant_version set version = version + 1 where id = 1");
        execute("delete from inlay_tenant where id = '" + id(7) + "'");

        directory.refresh();

        assertThat(directory.find(id(7))).isEmpty();
        assertThat(status(8)).isEqualTo(TenantStatus.ACTIVE);
    }

    @Test
    void readsEverythingAnewOneByOneAfterMoreChangesThanOneLookTakes() throws SQLException {
        execute("insert into inlay_tenant (id, platform, oem, version) select 'bulk-' || x, 'inlay', 'medisoft', "
                + (TENANTS + 1) + " from system_range(1, 1001)");
        execute("update inlay_tenant set status = 'closed', version = " + (TENANTS + 2) + " where id = '" + id(7)
                + "'");
        execute("update inlay_tenant_version set version = version + 2 where id = 1");
        directory.refresh();
        int before = source.connections();

        assertThat(status(7)).isEqualTo(TenantStatus.CLOSED);
        assertThat(status(7)).isEqualTo(TenantStatus.CLOSED);

        assertThat(source.connections() - before).isEqualTo(1);
    }

    @Test
    void growsItsVersionWhenABackupWasRestored() throws SQLException {
        long before = directory.version();
        execute("update inlay_tenant set status = 'closed', version = 3 where id = '" + id(7) + "'");
        execute("update inlay_tenant_version set version = 5 where id = 1");

        directory.refresh();

        assertThat(directory.version()).isGreaterThan(before);
        assertThat(status(7)).isEqualTo(TenantStatus.CLOSED);
    }

    @Test
    void refusesTheTenantWhoseRowCannotBeReadAndServesTheOthers() throws SQLException {
        execute("update inlay_tenant_version set version = version + 1 where id = 1");
        execute("update inlay_tenant set zone = 'Mars', version = " + (TENANTS + 1) + " where id = '" + id(7) + "'");

        assertThat(directory.refresh()).isEmpty();

        assertThat(status(8)).isEqualTo(TenantStatus.ACTIVE);
        assertThatThrownBy(() -> directory.find(id(7)))
                .hasMessageContaining(id(7).value())
                .isInstanceOfSatisfying(InlayException.class, e -> {
                    assertThat(e.code()).isEqualTo("tenant.directory.invalid");
                    assertThat(e.retryable()).isFalse();
                });
    }

    @Test
    void servesTheLastKnownEvenOfWhatItWouldReadAnew() throws SQLException {
        execute("update inlay_tenant_version set version = version + 1 where id = 1");
        directory.refresh();

        source.goDown();
        assertThat(status(7)).isEqualTo(TenantStatus.ACTIVE);
        assertThat(directory.refresh()).isPresent();

        assertThat(status(7)).isEqualTo(TenantStatus.ACTIVE);
        assertThat(directory.state().isStale()).isTrue();
        assertThat(directory.state().lastRefreshed()).contains(NOON);
    }

    @Test
    void isStaleWhenNoLookEndedForLongerThanTheTimeItStates() {
        assertThat(directory.state().isStale()).isFalse();

        now.set(NOON.plusMillis(1001));

        assertThat(directory.state().isStale()).isTrue();
        assertThat(directory.state().reason()).contains("1000 ms");
        directory.refresh();
        assertThat(directory.state().isStale()).isFalse();
    }

    private void findAll() {
        IntStream.range(0, TENANTS)
                .forEach(i -> assertThat(directory.find(id(i))).isPresent());
    }

    private TenantStatus status(int i) {
        return directory.find(id(i)).orElseThrow().status();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static TenantId id(int i) {
        return TenantId.of("clinic-" + i);
    }

    private static TenantProfile profile(TenantId id) {
        return TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/" + id)).build();
    }
}
