package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.spi.store.AuditStore.Head;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link AuditStore} keeps.
 *
 * @since 0.1
 */
public abstract class AuditStoreContract extends Contract {

    private static final int RERUNS = 50;
    private static final TenantId NORTH = TenantId.of("north");
    private static final TenantId SOUTH = TenantId.of("NORTH");
    private static final Head EMPTY = new Head(0, "0".repeat(64));
    private static final Instant AT = Instant.parse("1969-12-31T23:59:59.999999Z");

    private @Nullable AuditFixture opened;

    /** For subclasses. */
    protected AuditStoreContract() {}

    /**
     * Opens an empty store that no other requirement uses.
     *
     * @return closed when the requirement ended
     * @throws Exception fails the requirement
     */
    protected abstract AuditFixture open() throws Exception;

    /** Every store has to do all of it. */
    @Override
    protected Capabilities capabilities() {
        return Capabilities.none();
    }

    @BeforeEach
    final void openFixture() throws Exception {
        opened = open();
    }

    @AfterEach
    final void closeFixture() {
        if (opened != null) {
            opened.close();
        }
    }

    @Requirement(
            id = "AUDIT-1",
            text = "The head of a chain without records is position 0 and a hash of 64 zeros, and nothing is read.")
    final void beginsAtZero() {
        assertThat(store().head(NORTH)).as("head() of an empty chain").isEqualTo(EMPTY);
        assertThat(store().read(NORTH, 0, 10)).as("read() of an empty chain").isEmpty();
    }

    @Requirement(
            id = "AUDIT-2",
            text = "Each link is handed the head that the one before it made, also within one transaction, and what it"
                    + " makes is returned.")
    final void handsOverTheHead() throws SQLException {
        try (Connection tx = begin()) {
            AuditRecord first = append(tx, NORTH, "a");
            AuditRecord second = append(tx, NORTH, "b");
            tx.commit();

            assertThat(first.seq()).as("the first position").isEqualTo(1);
            assertThat(second.seq()).as("the second position").isEqualTo(2);
            assertThat(second.previousHash()).as("the link").isEqualTo(first.hash());
            assertThat(store().head(NORTH)).as("head()").isEqualTo(new Head(2, second.hash()));
        }
    }

    @Requirement(
            id = "AUDIT-3",
            text = "A record is read as it was made: every character, and the time to the" + " microsecond.")
    final void givesBackWhatWasMade() throws SQLException {
        AuditEntry entry = new AuditEntry(
                "  Zoë\u0301 \\ ' \" ",
                "contract.changed",
                "contract 7 ",
                Map.of("B ", "", "b", "\ud83d\ude00\\n\n", "B", " x "));

        AuditRecord made = commit(NORTH, entry);

        assertThat(store().read(NORTH, 0, 10)).as("read()").containsExactly(made);
        assertThat(made.entry()).as("what append() returned").isEqualTo(entry);
    }

    @Requirement(id = "AUDIT-4", text = "What a transaction appended is there when and only when it commits.")
    final void sharesTheFateOfTheTransaction() throws SQLException {
        commit(NORTH, entry("kept"));

        try (Connection tx = begin()) {
            append(tx, NORTH, "gone");
            assertThat(store().head(NORTH).seq())
                    .as("head() for others, before the commit")
                    .isEqualTo(1);
            assertThat(store().read(NORTH, 1, 10))
                    .as("read() for others, before the commit")
                    .isEmpty();
            tx.rollback();
        }

        assertThat(store().head(NORTH).seq()).as("head() after a rollback").isEqualTo(1);
        assertThat(store().read(NORTH, 1, 10)).as("read() after a rollback").isEmpty();
        assertThat(commit(NORTH, entry("next")).seq()).as("the next position").isEqualTo(2);
    }

    @Requirement(id = "AUDIT-5", text = "A chain is read in pages, oldest first, without what lies before.")
    final void readsInPages() throws SQLException {
        for (int i = 1; i <= 5; i++) {
            commit(NORTH, new AuditEntry("a", "b", "c", Map.of("i", "" + i)));
        }

        List<AuditRecord> page = store().read(NORTH, 1, 2);

        assertThat(page).as("read(1, 2)").extracting(AuditRecord::seq).containsExactly(2L, 3L);
        assertThat(page)
                .as("details of it")
                .extracting(r -> r.entry().detail().get("i"))
                .containsExactly("2", "3");
    }

    @Requirement(
            id = "AUDIT-6",
            text = "Chains of tenants are apart, whose ids compare byte by byte, and wait for each"
                    + " other at nothing.")
    final void keepsTenantsApart() throws SQLException {
        try (Connection one = begin();
                Connection other = begin()) {
            append(one, NORTH, "n");
            append(other, SOUTH, "s");
            other.commit();
            one.commit();
        }

        assertThat(store().read(NORTH, 0, 10))
                .as("read(%s)", NORTH)
                .hasSize(1)
                .allMatch(r -> r.tenant().equals(NORTH));
        assertThat(store().read(SOUTH, 0, 10))
                .as("read(%s)", SOUTH)
                .hasSize(1)
                .allMatch(r -> r.tenant().equals(SOUTH));
        assertThat(store().head(SOUTH).seq()).as("head(%s)", SOUTH).isEqualTo(1);
    }

    @Requirement(id = "AUDIT-7", text = "However many append at once, the chain has no gap, no fork and no repetition.")
    final void staysOneChain() {
        Concurrently.call(4, writer -> {
            for (int i = 0; i < 10; i++) {
                commit(NORTH, entry("any"));
            }
            return true;
        });

        List<AuditRecord> chain = store().read(NORTH, 0, 100);
        assertThat(chain)
                .as("positions")
                .extracting(AuditRecord::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        for (int i = 1; i < chain.size(); i++) {
            assertThat(chain.get(i).previousHash())
                    .as("the link of record %d", i + 1)
                    .isEqualTo(chain.get(i - 1).hash());
        }
    }

    @Requirement(id = "AUDIT-8", text = "A link that throws leaves the transaction usable and the chain as it was.")
    final void survivesALinkThatThrows() throws SQLException {
        try (Connection tx = begin()) {
            assertThatThrownBy(() -> store().append(tx, NORTH, head -> {
                        throw new IllegalStateException("no link");
                    }))
                    .as("append() of a link that throws")
                    .hasMessageContaining("no link");
            append(tx, NORTH, "a");
            tx.commit();
        }

        assertThat(store().read(NORTH, 0, 10))
                .as("read()")
                .extracting(AuditRecord::seq)
                .containsExactly(1L);
    }

    private AuditStore store() {
        return Objects.requireNonNull(opened, "open() was not called").store();
    }

    private Connection begin() throws SQLException {
        Connection tx = Objects.requireNonNull(opened, "open() was not called")
                .dataSource()
                .getConnection();
        tx.setAutoCommit(false);
        return tx;
    }

    private AuditRecord append(Connection tx, TenantId tenant, String subject) {
        return append(tx, tenant, entry(subject));
    }

    private AuditRecord append(Connection tx, TenantId tenant, AuditEntry entry) {
        AuditRecord record = store().append(tx, tenant, head -> next(tenant, head, entry));
        assertThat(record).as("what append() returned").isNotNull();
        return record;
    }

    private AuditRecord commit(TenantId tenant, AuditEntry entry) throws SQLException {
        for (int run = 1; ; run++) {
            try (Connection tx = begin()) {
                try {
                    AuditRecord record = append(tx, tenant, entry);
                    tx.commit();
                    return record;
                } catch (TransactionLostException e) {
                    tx.rollback();
                    if (run == RERUNS) {
                        throw e;
                    }
                }
            }
        }
    }

    private static AuditEntry entry(String subject) {
        return AuditEntry.of("tester", "tested", subject);
    }

    private static AuditRecord next(TenantId tenant, Head head, AuditEntry entry) {
        String hash = String.format("%064x", head.seq() + 1);
        return new AuditRecord(tenant, head.seq() + 1, AT, entry, head.hash(), hash);
    }
}
