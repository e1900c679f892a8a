package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Break-glass over two nodes, on whichever database the subclass opens. */
@Proves("TEN-7")
abstract class AccessTests {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");

    private TwoNodes nodes;

    abstract DataSource open();

    @BeforeEach
    void start() {
        nodes = TwoNodes.on(open());
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    final TwoNodes nodes() {
        return nodes;
    }

    @Test
    void keepsAGrantAsItWasGiven() {
        AccessGrant given = nodes.one.access().grant(request().mayWrite());

        AccessGrant kept = nodes.other.access().list(NORTH, "", 10).get(0);

        assertThat(kept.toString()).isEqualTo(given.toString());
        assertThat(kept.reason()).isEqualTo(given.reason());
        assertThat(kept.until()).isEqualTo(given.until());
        assertThat(kept.grantedAt()).isEqualTo(given.grantedAt());
        assertThat(kept.mayWrite()).isTrue();
        assertThat(kept.end()).isEmpty();
        assertThat(nodes.other.access().active(NORTH)).hasSize(1);
        assertThat(nodes.other.access().list(NORTH, given.id(), 10)).isEmpty();
    }

    @Test
    void isUsedOnOneNodeAndRevokedOnAnother() throws Exception {
        AccessGrant grant = nodes.one.access().grant(request().mayWrite());

        nodes.other.access().run(grant.id(), "ida", () -> {
            try (Connection tx = nodes.other.dataSource().getConnection()) {
                nodes.other.metering().record(tx, CLAIMED, 1, "claim-1");
                tx.commit();
                nodes.one.access().revoke(grant.id(), "lea", "the ticket is closed");
                coded("access.ended", () -> nodes.other.metering().record(tx, CLAIMED, 1, "claim-2"));
            }
        });

        AccessGrant.End end =
                nodes.other.access().list(NORTH, "", 10).get(0).end().orElseThrow();
        assertThat(end.by()).isEqualTo("lea");
        assertThat(end.reason()).isEqualTo("the ticket is closed");
        coded("access.ended", () -> nodes.other.access().open(grant.id(), "ida"));
        assertThat(actions())
                .containsExactly("access.granted", "access.used", "access.revoked", "access.left", "access.denied");
        assertThat(nodes.one.audit().verify(NORTH).intact()).isTrue();
        assertThat(OpenStores.number(nodes.database, "select count(*) from inlay_usage"))
                .isEqualTo(1);
    }

    @Test
    void endsOnceHoweverManyRevokeIt() throws Exception {
        AccessGrant grant = nodes.one.access().grant(request().mayWrite());

        Work.together(List.of(
                () -> nodes.one.access().revoke(grant.id(), "lea", "one"),
                () -> nodes.other.access().revoke(grant.id(), "leo", "two")));

        assertThat(actions()).containsExactly("access.granted", "access.revoked");
    }

    @Test
    void isNotGivenWhereItsRecordCannotBeWritten() throws SQLException {
        nodes.execute("alter table inlay_audit_head rename to inlay_audit_gone");

        assertThatThrownBy(() -> nodes.one.access().grant(request().mayWrite())).isInstanceOf(InlayException.class);

        assertThat(OpenStores.number(nodes.database, "select count(*) from inlay_grant"))
                .isZero();
    }

    /** The database itself refuses, also in the transaction behind a commit, and afterwards the pool is as before. */
    final void readsOnly() throws Exception {
        nodes.execute("create table host_claim (id int)");
        AccessGrant grant = nodes.one.access().grant(request());

        nodes.one.access().run(grant.id(), "ida", () -> {
            for (int i = 0; i < 2; i++) {
                try (Connection tx = nodes.one.dataSource().getConnection()) {
                    tx.getMetaData().getTables(null, null, "host_claim", null).close();
                    Statement statement = tx.createStatement();
                    statement.executeQuery("select id from host_claim").close();
                    tx.commit();
                    assertThatThrownBy(() -> statement.executeUpdate("insert into host_claim (id) values (1)"))
                            .isInstanceOf(SQLException.class);
                }
            }
            nodes.one.audit().append(AuditEntry.of("ida", "claims.seen", "all"));
        });
        nodes.one.tenants().run(NORTH, () -> {
            try (Connection tx = nodes.one.dataSource().getConnection();
                    Statement statement = tx.createStatement()) {
                statement.executeUpdate("insert into host_claim (id) values (2)");
                tx.commit();
            }
        });

        assertThat(OpenStores.number(nodes.database, "select sum(id) from host_claim"))
                .isEqualTo(2);
        assertThat(actions()).containsExactly("access.granted", "access.used", "claims.seen", "access.left");
    }

    final List<String> actions() {
        return nodes.one.tenants().call(NORTH, () -> nodes.one.audit().read(0, 100)).stream()
                .map(AuditRecord::entry)
                .map(entry -> entry.action())
                .toList();
    }

    static AccessRequest request() {
        return AccessRequest.of("ida", NORTH, "ticket 4711: invoices are missing", Duration.ofHours(1));
    }

    static void coded(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
