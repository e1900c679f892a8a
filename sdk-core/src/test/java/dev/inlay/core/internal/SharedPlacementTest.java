package dev.inlay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryStores;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One database and nobody who knows of others: it serves the placement "shared", and no other. */
@Proves("TEN-5")
final class SharedPlacementTest {

    private static final TenantId LOST = TenantId.of("lost-clinic");
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    private final InMemoryStores stores = InMemoryStores.create();
    private final InMemoryTenantDirectory directory = InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic")
            .put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/lost-clinic"))
                    .placement("nowhere")
                    .build());
    private final Inlay inlay = InlaySdk.builder()
            .install(directory)
            .install(stores)
            .install(RecordingTransport.to("erp"))
            .build();

    @BeforeEach
    void start() {
        inlay.start().awaitReady(Duration.ofSeconds(60));
    }

    @AfterEach
    void close() {
        inlay.close();
    }

    @Test
    void refusesAnotherPlacementWhereverATenantComesNearTheDatabase() throws Exception {
        AuditEntry entry = AuditEntry.of("ida", "did", "it");
        try (Connection foreign = stores.dataSource().getConnection()) {
            foreign.setAutoCommit(false);
            inlay.tenants().run(LOST, () -> {
                refused(() -> inlay.dataSource().getConnection());
                refused(() -> inlay.events().publish(foreign, ErpEvent.of("claim.seen", "c-1", "1")));
                refused(() -> inlay.metering().record(foreign, Meter.sum("claims", "claim"), 1, "c-1"));
                refused(() -> inlay.metering().totals(DAY, DAY));
                refused(() -> inlay.audit().append(foreign, entry));
                refused(() -> inlay.audit().append(entry));
                refused(() -> inlay.audit().read(0, 1));
            });
            foreign.commit();
        }
        refused(() -> inlay.audit().verify(LOST));

        assertThat(inlay.events().operations().status(EventFilter.all(), "", 10).items())
                .isEmpty();
    }

    @Test
    void refusesATenantThatTheDirectoryDoesNotKnow() {
        refused(() -> inlay.audit().verify(TenantId.of("stranger")));
    }

    @Test
    void followsAProfileThatIsMended() throws Exception {
        directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/lost-clinic"))
                .build());

        inlay.tenants().run(LOST, () -> inlay.audit().append(AuditEntry.of("ida", "did", "it")));

        assertThat(inlay.audit().verify(LOST).records()).isEqualTo(1);
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.code()).isEqualTo("placement.unknown");
            assertThat(e.retryable()).isFalse();
        });
    }
}
