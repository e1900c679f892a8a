package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How audit chains grow, on whichever database the subclass opens. */
@Proves("GOV-1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AuditStoreTests {

    private static final Instant AT = Instant.parse("1969-12-31T23:59:59.999999Z");
    private static final AuditStore.Head EMPTY = new AuditStore.Head(0, "0".repeat(64));

    private final Entries entries = new Entries();
    private OpenStores database;
    private AuditStore audit;

    abstract DataSource open();

    @BeforeAll
    void start() {
        database = OpenStores.on(open());
        audit = database.stores().audit();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void linksWithoutGapsHoweverManyAppend() throws Exception {
        TenantId tenant = entries.tenant();
        Callable<Boolean> writer = () -> {
            for (int i = 0; i < 10; i++) {
                Work.commit(database, tx -> audit.append(tx, tenant, head -> next(tenant, head, entry("any"))));
            }
            return true;
        };

        Work.together(Collections.nCopies(4, writer));

        List<AuditRecord> chain = audit.read(tenant, 0, 100);
        assertThat(chain)
                .extracting(AuditRecord::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        String previous = EMPTY.hash();
        for (AuditRecord record : chain) {
            assertThat(record.previousHash()).isEqualTo(previous);
            previous = record.hash();
        }
        assertThat(audit.head(tenant)).isEqualTo(new AuditStore.Head(40, previous));
    }

    @Test
    void leavesNothingOfATransactionThatRollsBack() throws SQLException {
        TenantId tenant = entries.tenant();

        try (Connection tx = database.begin()) {
            audit.append(tx, tenant, head -> next(tenant, head, entry("gone")));
            tx.rollback();
        }

        assertThat(audit.head(tenant)).isEqualTo(EMPTY);
        assertThat(audit.read(tenant, 0, 10)).isEmpty();
    }

    @Test
    void givesBackARecordAsItWas() throws SQLException {
        TenantId tenant = entries.tenant();
        AuditEntry entry = new AuditEntry(
                "  Zoë\u0301 \\ ' \" ",
                "contract.changed",
                "contract 7 ",
                Map.of("B ", "", "b", "\ud83d\ude00\\n\n", "B", " x "));

        AuditRecord kept = Work.commit(database, tx -> {
            audit.append(tx, tenant, head -> next(tenant, head, entry("before")));
            return audit.append(tx, tenant, head -> next(tenant, head, entry));
        });

        assertThat(audit.read(tenant, 1, 10)).containsExactly(kept);
        assertThat(kept.seq()).isEqualTo(2);
        assertThat(kept.entry()).isEqualTo(entry);
    }

    @Test
    void readsInPages() throws SQLException {
        TenantId tenant = entries.tenant();
        for (int i = 0; i < 5; i++) {
            AuditEntry entry = new AuditEntry("a", "b", "c", Map.of("i", "" + i));
            Work.commit(database, tx -> audit.append(tx, tenant, head -> next(tenant, head, entry)));
        }

        List<AuditRecord> page = audit.read(tenant, 1, 2);

        assertThat(page).extracting(AuditRecord::seq).containsExactly(2L, 3L);
        assertThat(page).extracting(record -> record.entry().detail().get("i")).containsExactly("1", "2");
    }

    @Test
    void keepsTheChainsOfTenantsApart() throws Exception {
        TenantId north = entries.tenant();
        TenantId south = entries.tenant();

        try (Connection one = database.begin();
                Connection other = database.begin()) {
            audit.append(one, north, head -> next(north, head, entry("n")));
            audit.append(other, south, head -> next(south, head, entry("s")));
            one.commit();
            other.commit();
        }

        assertThat(audit.read(north, 0, 10)).extracting(AuditRecord::seq).containsExactly(1L);
        assertThat(audit.read(south, 0, 10)).extracting(AuditRecord::seq).containsExactly(1L);
    }

    @Test
    void refusesTextThatADatabaseWouldChange() throws SQLException {
        TenantId tenant = entries.tenant();
        AuditEntry broken = new AuditEntry("a", "b", "c", Map.of("n", "nul\0"));

        try (Connection tx = database.begin()) {
            assertThatThrownBy(() -> audit.append(tx, tenant, head -> next(tenant, head, broken)))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("detail.n"));
            audit.append(tx, tenant, head -> next(tenant, head, entry("fine")));
            tx.commit();
        }

        assertThat(audit.read(tenant, 0, 10)).hasSize(1);
    }

    private static AuditEntry entry(String subject) {
        return AuditEntry.of("tester", "tested", subject);
    }

    private static AuditRecord next(TenantId tenant, AuditStore.Head head, AuditEntry entry) {
        String hash = String.format("%064x", head.seq() + 1);
        return new AuditRecord(tenant, head.seq() + 1, AT, entry, head.hash(), hash);
    }
}
