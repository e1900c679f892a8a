package dev.inlay.core.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.tenant.OwnTransactions;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.core.internal.tenant.TenantTransactions;
import dev.inlay.spi.store.GrantStore;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryGrantStore;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A revocation that comes between the record of a use and the work. */
@Proves("TEN-7")
final class RevocationRaceTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final Book trail = new Book(new InMemoryGrantStore(database));
    private final TenantEngine tenants =
            new TenantEngine(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic"), () -> {}, false);
    private final AccessEngine access = new AccessEngine(
            tenants,
            new OwnTransactions(new AfterUse()),
            trail,
            () -> Instant.parse("2026-03-01T12:00:00Z"),
            System::nanoTime,
            Duration.ofHours(8),
            () -> {});
    private Runnable afterUse = () -> {};

    @Test
    void letsNobodyInWhoseGrantWasRevokedMeanwhile() {
        AccessGrant grant = grant();
        afterUse = () -> access.revoke(grant.id(), "lea", "the ticket is closed");

        assertThatThrownBy(() -> access.open(grant.id(), "ida"))
                .hasMessageContaining("by 'lea'")
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("access.ended"));

        assertThat(tenants.currentIfBound()).isEmpty();
        assertThat(trail.actions).containsExactly("access.granted", "access.used", "access.revoked", "access.denied");
    }

    @Test
    void doesNotRunTheWorkEither() {
        AccessGrant grant = grant();
        List<String> done = new ArrayList<>();
        afterUse = () -> access.revoke(grant.id(), "lea", "the ticket is closed");

        assertThatThrownBy(() -> access.run(grant.id(), "ida", () -> done.add("work")))
                .isInstanceOf(InlayException.class);

        assertThat(done).isEmpty();
    }

    private AccessGrant grant() {
        return access.grant(AccessRequest.of("ida", NORTH, "ticket 4711: invoices are missing", Duration.ofHours(1)));
    }

    /** Keeps what is recorded in memory. */
    private record Book(GrantStore grants, List<String> actions) implements GrantTrail {

        Book(GrantStore grants) {
            this(grants, new ArrayList<>());
        }

        @Override
        public GrantStore grants(TenantContext tenant) {
            return grants;
        }

        @Override
        public void append(Connection tx, TenantContext tenant, AuditEntry entry) {
            actions.add(entry.action());
        }
    }

    /** Does something once, as soon as the record of a use is committed. */
    private final class AfterUse implements TenantTransactions {

        @Override
        public DataSource dataSource(TenantContext tenant) {
            return database.dataSource();
        }

        @Override
        public void begin(Connection tx, TenantContext tenant, boolean readOnly) {}

        @Override
        public void giveBack(Connection connection, TenantContext tenant) {
            if (trail.actions.get(trail.actions.size() - 1).equals("access.used")) {
                Runnable now = afterUse;
                afterUse = () -> {};
                now.run();
            }
        }
    }
}
