package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody with rights on the tables can do to a trail, and many nodes at once, on whichever database. */
@Proves("GOV-1")
abstract class AuditTrailTests {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");
    private static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");
    private static final String OF_NORTH = " where tenant = 'north-clinic' and seq = ";
    private static final String ZEROS = "0".repeat(64);

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

    @Test
    void namesARecordThatWasChanged() throws SQLException {
        append(NORTH, 5);

        nodes.execute("update inlay_audit set actor = 'eve'" + OF_NORTH + 3);

        broken(3, "its content does not give its hash");
    }

    @Test
    void namesARecordWhoseDetailWasChangedOrDropped() throws SQLException {
        append(NORTH, 5);

        nodes.execute("update inlay_audit_detail set content = 'gold'" + OF_NORTH + 4);
        broken(4, "its content does not give its hash");

        nodes.execute("delete from inlay_audit_detail" + OF_NORTH + 2);
        broken(2, "its content does not give its hash");
    }

    @Test
    void namesARecordThatWasDropped() throws SQLException {
        append(NORTH, 5);

        drop(2);

        broken(2, "is missing; record 3 follows");
    }

    @Test
    void namesRecordsThatChangedPlaces() throws SQLException {
        append(NORTH, 5);
        nodes.execute("delete from inlay_audit_detail where tenant = 'north-clinic'");

        nodes.execute("update inlay_audit set seq = 99" + OF_NORTH + 2);
        nodes.execute("update inlay_audit set seq = 2" + OF_NORTH + 3);
        nodes.execute("update inlay_audit set seq = 3" + OF_NORTH + 99);

        broken(1, "its content does not give its hash");
    }

    @Test
    void namesARecordThatWasPutIn() throws SQLException {
        append(NORTH, 5);

        nodes.execute("insert into inlay_audit (tenant, seq, at_us, actor, action, subject, previous_hash, hash)"
                + " select tenant, 6, at_us, actor, action, subject, hash, previous_hash from inlay_audit" + OF_NORTH
                + 5);

        broken(6, "its content does not give its hash");
    }

    @Test
    void namesARecordThatWasMovedInFromAnotherTenant() throws SQLException {
        append(NORTH, 5);
        append(SOUTH, 5);
        drop(3);

        nodes.execute("insert into inlay_audit (tenant, seq, at_us, actor, action, subject, previous_hash, hash)"
                + " select 'north-clinic', seq, at_us, actor, action, subject, previous_hash, hash from inlay_audit"
                + " where tenant = 'south-clinic' and seq = 3");

        broken(3, "does not link to the record before it");
        assertThat(nodes.one.audit().verify(SOUTH).intact()).isTrue();
    }

    @Test
    void namesATailThatWasCut() throws SQLException {
        append(NORTH, 5);

        drop(4);
        drop(5);

        broken(4, "is missing; the head kept by the store is at 5");
    }

    @Test
    void namesAHeadThatWasChanged() throws SQLException {
        append(NORTH, 5);

        nodes.execute("update inlay_audit_head set hash = '" + ZEROS + "' where tenant = 'north-clinic'");
        broken(5, "is not the one that the head kept by the store names");

        nodes.execute("update inlay_audit_head set seq = 3 where tenant = 'north-clinic'");
        broken(3, "is not the one that the head kept by the store names");
    }

    @Test
    void namesATailThatWasCutWithItsHeadAgainstACheckpoint() throws SQLException {
        append(NORTH, 3);
        AuditRecord third = nodes.one
                .tenants()
                .call(NORTH, () -> nodes.one.audit().read(2, 1))
                .get(0);
        append(NORTH, 2);
        AuditCheckpoint checkpoint = nodes.other.audit().checkpoint(NORTH);
        drop(4);
        drop(5);

        nodes.execute(
                "update inlay_audit_head set seq = 3, hash = '" + third.hash() + "' where tenant = 'north-clinic'");

        assertThat(nodes.one.audit().verify(NORTH).intact()).isTrue();
        AuditVerification found = nodes.one.audit().verify(NORTH, List.of(checkpoint));
        assertThat(found.problem())
                .contains("record 4 is missing: the checkpoint made at")
                .contains("names record 5");
        assertThat(found.firstBroken()).hasValue(4);
    }

    @Test
    void staysOneChainUnderWritersOnTwoNodes() throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (Inlay node : List.of(nodes.one, nodes.other)) {
            for (int writer = 0; writer < 3; writer++) {
                int id = writer;
                writers.add(() -> write(node, id));
            }
        }

        Work.together(writers);

        AuditVerification found = nodes.other.audit().verify(NORTH);
        assertThat(found.problem()).isEmpty();
        assertThat(found.records()).isEqualTo(6 * 20);
        assertThat(nodes.one.tenants().call(NORTH, () -> nodes.one.audit().read(0, 1000)))
                .extracting(AuditRecord::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 120).boxed().toList());
    }

    /** Half in transactions of their own, half behind an event and usage; the chain is locked last. */
    private static int write(Inlay node, int writer) throws SQLException {
        for (int i = 0; i < 20; i++) {
            AuditEntry entry = entry(i);
            String claim = "claim-" + writer;
            String usage = node.hashCode() + "-" + writer + "-" + i;
            if (i % 2 == 0) {
                node.tenants().run(NORTH, () -> node.audit().append(entry));
            } else {
                node.tenants()
                        .run(
                                NORTH,
                                () -> inTransaction(node, tx -> {
                                    node.events().publish(tx, ErpEvent.of("claim.submitted", claim, "{}"));
                                    node.metering().record(tx, CLAIMED, 1, usage);
                                    node.audit().append(tx, entry);
                                }));
            }
        }
        return writer;
    }

    @Test
    void letsATransactionGoOnBehindARecord() throws SQLException {
        nodes.one
                .tenants()
                .run(
                        NORTH,
                        () -> inTransaction(nodes.one, tx -> {
                            nodes.one.audit().append(tx, entry(1));
                            nodes.one.events().publish(tx, ErpEvent.of("claim.submitted", "claim-1", "{}"));
                            nodes.one.metering().record(tx, CLAIMED, 1, "claim-1");
                            nodes.one.audit().append(tx, entry(2));
                        }));

        assertThat(nodes.one.audit().verify(NORTH).records()).isEqualTo(2);
    }

    private static void inTransaction(Inlay node, Step step) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection tx = node.dataSource().getConnection()) {
                step.in(tx);
                tx.commit();
                return;
            } catch (TransactionLostException e) {
                if (attempt == 50) {
                    throw e;
                }
            }
        }
    }

    private void append(TenantId tenant, int count) {
        for (int i = 0; i < count; i++) {
            AuditEntry entry = entry(i);
            nodes.one.tenants().run(tenant, () -> nodes.one.audit().append(entry));
        }
    }

    private static AuditEntry entry(int i) {
        return new AuditEntry("ida", "contract.changed", "contract-" + i, Map.of("plan", "basic"));
    }

    private void drop(long seq) throws SQLException {
        nodes.execute("delete from inlay_audit_detail" + OF_NORTH + seq);
        nodes.execute("delete from inlay_audit" + OF_NORTH + seq);
    }

    private void broken(long seq, String problem) {
        AuditVerification found = nodes.one.audit().verify(NORTH);
        assertThat(found.problem())
                .startsWith("tenant 'north-clinic': record " + seq)
                .contains(problem);
        assertThat(found.firstBroken()).hasValue(seq);
    }

    private interface Step {
        void in(Connection tx) throws SQLException;
    }
}
