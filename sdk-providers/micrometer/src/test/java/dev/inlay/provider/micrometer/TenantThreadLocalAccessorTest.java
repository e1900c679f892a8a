package dev.inlay.provider.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real snapshots, and a registry of the test's own. */
@Proves("TEN-3")
final class TenantThreadLocalAccessorTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");

    private final InMemoryTenantDirectory directory =
            InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic", "inlay/medisoft/-/south-clinic");
    private final Inlay inlay = InlaySdk.builder().install(directory).build();
    private final Inlay other = InlaySdk.builder()
            .install(InMemoryTenantDirectory.of("inlay/medisoft/-/other"))
            .build();
    private final Tenants tenants = inlay.tenants();
    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
            .contextRegistry(new ContextRegistry()
                    .registerThreadLocalAccessor(TenantThreadLocalAccessor.of(tenants))
                    .registerThreadLocalAccessor(TenantThreadLocalAccessor.of(other.tenants(), "other")))
            .clearMissing(true)
            .build();

    @BeforeEach
    void start() {
        inlay.start().awaitReady(Duration.ofSeconds(20));
        other.start().awaitReady(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        assertThat(tenants.currentIfBound()).isEmpty();
        assertThat(other.tenants().currentIfBound()).isEmpty();
        inlay.close();
        other.close();
    }

    @Test
    void carriesOverAThreadOfAnotherTenantAndBack() {
        ContextSnapshot north = tenants.call(NORTH, () -> snapshots.captureAll());

        tenants.run(SOUTH, () -> {
            try (ContextSnapshot.Scope scope = north.setThreadLocals()) {
                assertThat(scope).isNotNull();
                assertThat(tenants.current().id()).isEqualTo(NORTH);
                assertThat(other.tenants().currentIfBound()).isEmpty();
            }
            assertThat(tenants.current().id()).isEqualTo(SOUTH);
        });
    }

    @Test
    void takesTheTenantOffWhereTheSnapshotHasNone() {
        ContextSnapshot none = snapshots.captureAll();

        tenants.run(
                NORTH,
                () -> none.wrap(() -> {
                            assertThatThrownBy(tenants::current)
                                    .isInstanceOf(NoTenantException.class)
                                    .hasMessageContaining("belongs to no tenant");
                            tenants.run(SOUTH, () -> {});
                        })
                        .run());
    }

    @Test
    void keepsTwoInstancesApart() {
        ContextSnapshot both =
                tenants.call(NORTH, () -> other.tenants().call(TenantId.of("other"), () -> snapshots.captureAll()));

        both.wrap(() -> {
                    assertThat(tenants.current().id()).isEqualTo(NORTH);
                    assertThat(other.tenants().current().id().value()).isEqualTo("other");
                })
                .run();
    }

    @Test
    @Proves("TEN-9")
    void tellsTheWorkThatItsTenantMayNotWorkAnyMore() {
        ContextSnapshot north = tenants.call(NORTH, () -> snapshots.captureAll());
        suspend(NORTH);

        Runnable look = () -> assertThatThrownBy(tenants::current)
                .isInstanceOf(NoTenantException.class)
                .hasMessageContaining("tenant 'north-clinic' is suspended");
        tenants.run(SOUTH, () -> north.wrap(look).run());
    }

    @Test
    void leavesTheThreadWithoutATenantWhereWorkLeftAScopeOpen() {
        ContextSnapshot north = tenants.call(NORTH, () -> snapshots.captureAll());
        TenantScope[] left = new TenantScope[1];

        north.wrap(() -> {
                    left[0] = tenants.open(NORTH);
                })
                .run();

        assertThat(tenants.currentIfBound()).isEmpty();
        assertThatThrownBy(tenants::current).hasMessageContaining("left a scope open");
        assertThat(tenants.call(SOUTH, tenants::current))
                .extracting(TenantContext::id)
                .isEqualTo(SOUTH);
    }

    private void suspend(TenantId tenant) {
        TenantContext known = tenants.find(tenant).orElseThrow();
        directory.put(TenantProfile.builder(known.path())
                .status(TenantStatus.SUSPENDED)
                .build());
    }
}
