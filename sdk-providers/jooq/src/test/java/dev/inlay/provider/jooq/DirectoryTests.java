package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one directory, on whichever database the subclass opens. */
@Proves("TEN-9")
abstract class DirectoryTests {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");
    private static final TenantId EAST = TenantId.of("east-clinic");

    private DataSource shared;
    private JooqDirectory here;
    private Inlay nodeHere;
    private BreakableDatabase seenFromThere;
    private Inlay nodeThere;

    abstract DataSource open();

    @BeforeEach
    void startTwoNodes() {
        shared = open();
        here = JooqDirectory.on(shared);
        nodeHere = node(here);
        here.save(profile("inlay/medisoft/nordic/north-clinic"));
        here.save(profile("inlay/medisoft/-/south-clinic"));
        here.save(profile("inlay/medisoft/-/east-clinic"));
        seenFromThere = new BreakableDatabase(shared);
        nodeThere = node(JooqDirectory.on(seenFromThere));
    }

    @AfterEach
    void closeNodes() {
        nodeHere.close();
        nodeThere.close();
    }

    @Test
    void refusesOnEveryNodeWhatOneNodeSuspended() throws TimeoutException {
        nodeThere.tenants().run(NORTH, () -> {});

        here.setStatus(NORTH, TenantStatus.SUSPENDED);

        Work.await(() -> "tenant.suspended".equals(refusal(nodeThere, NORTH)));
        nodeThere.tenants().run(SOUTH, () -> {});
        here.setStatus(NORTH, TenantStatus.ACTIVE);
        Work.await(() -> refusal(nodeThere, NORTH).isEmpty());
    }

    @Test
    void tellsFromTheVersionWhetherAChangeIsInForce() throws TimeoutException {
        for (int i = 0; i < 3; i++) {
            long version = here.setStatus(NORTH, TenantStatus.ACTIVE);
            Work.await(() -> nodeThere.tenants().directory().version() >= version
                    && nodeHere.tenants().directory().version() >= version);

            assertThat(nodeThere.tenants().directory().version()).isEqualTo(version);
            assertThat(nodeHere.tenants().directory().version()).isEqualTo(version);
        }
    }

    @Test
    void refusesCarriedWorkThatWaitedWhileItsTenantWasSuspended() throws TimeoutException {
        AtomicBoolean ran = new AtomicBoolean();
        Runnable waiting =
                nodeThere.tenants().call(NORTH, () -> nodeThere.tenants().wrap(() -> ran.set(true)));

        here.setStatus(NORTH, TenantStatus.SUSPENDED);
        Work.await(() -> statusThere(NORTH) == TenantStatus.SUSPENDED);

        assertThatThrownBy(waiting::run)
                .isInstanceOfSatisfying(
                        NoTenantException.class, e -> assertThat(e.code()).isEqualTo("tenant.suspended"));
        assertThat(ran).isFalse();
    }

    @Test
    void doesNotMissAChangeThatCommitsLate() throws Exception {
        nodeThere.tenants().run(NORTH, () -> {});
        nodeThere.tenants().run(SOUTH, () -> {});
        ExecutorService other = Executors.newSingleThreadExecutor();

        Future<Long> second;
        try (Connection first = shared.getConnection();
                Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            suspend(statement, SOUTH);
            second = other.submit(() -> here.setStatus(NORTH, TenantStatus.SUSPENDED));
            awaitLooks(2);
            assertThat(second).isNotDone();
            assertThat(statusThere(NORTH)).isEqualTo(TenantStatus.ACTIVE);
            assertThat(statusThere(SOUTH)).isEqualTo(TenantStatus.ACTIVE);
            first.commit();
        }

        Work.result(second);
        Work.await(() -> statusThere(NORTH) == TenantStatus.SUSPENDED && statusThere(SOUTH) == TenantStatus.SUSPENDED);
        other.shutdownNow();
    }

    @Test
    void servesWhomItKnowsWhileTheDatabaseIsDownAndSaysThatTheyAreStale() throws TimeoutException {
        nodeThere.tenants().run(NORTH, () -> {});

        seenFromThere.goDown();
        here.setStatus(SOUTH, TenantStatus.SUSPENDED);
        Work.await(() -> nodeThere.tenants().directory().isStale()
                && nodeThere.tenants().directory().reason().contains("does not answer"));

        nodeThere.tenants().run(NORTH, () -> {});
        assertThat(nodeThere.state().isReady()).isTrue();
        assertThat(nodeThere.state().waitingFor()).singleElement().asString().contains("stale");
        for (TenantId unseen : new TenantId[] {EAST, TenantId.of("stranger")}) {
            assertThatThrownBy(() -> nodeThere.tenants().run(unseen, () -> {}))
                    .hasMessageContaining(unseen.value())
                    .isInstanceOfSatisfying(InlayException.class, e -> {
                        assertThat(e.code()).isEqualTo("tenant.directory.unavailable");
                        assertThat(e.retryable()).isTrue();
                    });
        }

        seenFromThere.comeBack();
        Work.await(() -> !nodeThere.tenants().directory().isStale());
        Work.await(() -> nodeThere.state().waitingFor().isEmpty());
        nodeThere.tenants().run(EAST, () -> {});
        assertThat(refusal(nodeThere, SOUTH)).isEqualTo("tenant.suspended");
        assertThat(refusal(nodeThere, TenantId.of("stranger"))).isEqualTo("tenant.unknown");
    }

    @Test
    void refusesToMoveATenant() {
        assertThatThrownBy(() -> here.save(profile("inlay/othersoft/-/north-clinic")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("inlay/medisoft/nordic/north-clinic");

        assertThat(here.read(NORTH))
                .get()
                .extracting(StoredTenant::profile)
                .isEqualTo(profile("inlay/medisoft/nordic/north-clinic"));
    }

    @Test
    void refusesAPathThatIsNoTreeWithTheOthers() {
        for (String path : new String[] {
            "inlay/north-clinic/-/x",
            "inlay/medisoft/south-clinic/x",
            "inlay/othersoft/nordic/x",
            "house/medisoft/-/x",
            "inlay/othersoft/-/medisoft",
            "inlay/nordic/-/x",
            "inlay/othersoft/-/nordic",
            "medisoft/othersoft/-/x"
        }) {
            assertThatThrownBy(() -> here.save(profile(path)))
                    .as(path)
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("tenantPath"));
        }

        assertThat(here.save(profile("inlay/medisoft/nordic/west-clinic"))).isPositive();
        assertThat(here.save(profile("inlay/othersoft/balkan/far-clinic"))).isPositive();
    }

    @Test
    void letsOnlyOneOfTwoWritersChangeWhatBothRead() {
        StoredTenant read = here.read(NORTH).orElseThrow();
        TenantProfile gold = read.profile().toBuilder().tier("gold").build();

        here.save(gold, read.version());

        assertThatThrownBy(() -> here.save(read.profile(), read.version()))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("tenant.directory.conflict"));
        assertThatThrownBy(() -> here.save(gold, 0)).hasMessageContaining("is at version");
        assertThat(here.read(NORTH)).get().extracting(StoredTenant::profile).isEqualTo(gold);
    }

    @Test
    void namesTheTenantThatIsNotThere() {
        long before = here.read(EAST).orElseThrow().version();

        assertThatThrownBy(() -> here.setStatus(TenantId.of("NORTH-clinic"), TenantStatus.CLOSED))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("NORTH-clinic");

        assertThat(here.setStatus(EAST, TenantStatus.CLOSED)).isEqualTo(before + 1);
    }

    /** As the documentation tells hosts to do it. */
    private static void suspend(Statement statement, TenantId id) throws SQLException {
        statement.executeUpdate("update inlay_tenant_version set version = version + 1 where id = 1");
        statement.executeUpdate("update inlay_tenant set status = 'suspended',"
                + " version = (select version from inlay_tenant_version where id = 1) where id = '" + id + "'");
    }

    private void awaitLooks(int count) throws TimeoutException {
        for (int i = 0; i < count; i++) {
            Optional<Instant> before = nodeThere.tenants().directory().lastRefreshed();
            Work.await(() -> !nodeThere.tenants().directory().lastRefreshed().equals(before));
        }
    }

    private TenantStatus statusThere(TenantId id) {
        return nodeThere.tenants().find(id).orElseThrow().profile().status();
    }

    /** The code with which a tenant is refused; empty when it may work. */
    private static String refusal(Inlay node, TenantId id) {
        try {
            node.tenants().run(id, () -> {});
            return "";
        } catch (InlayException e) {
            return e.code();
        }
    }

    private static Inlay node(JooqDirectory directory) {
        return InlaySdk.builder().install(directory).build().start().awaitReady(Duration.ofSeconds(30));
    }

    private static TenantProfile profile(String path) {
        return TenantProfile.builder(TenantPath.parse(path)).build();
    }
}
