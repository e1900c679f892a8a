package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.Response;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.InboxEntry;
import dev.inlay.spi.store.InboxKey;
import dev.inlay.spi.store.InboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The moves that the inbox's requirements are made of. */
abstract class InboxWorkbench extends Contract {

    static final TenantId NORTH = TenantId.of("north");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");
    static final String PRINT = "0f".repeat(32);
    private static final int RERUNS = 50;

    private @Nullable InboxFixture opened;

    /**
     * Opens an empty inbox that no other requirement uses.
     *
     * @return closed when the requirement ended
     * @throws Exception fails the requirement
     */
    protected abstract InboxFixture open() throws Exception;

    /** Every inbox has to do all of it. */
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

    final InboxStore store() {
        return Objects.requireNonNull(opened, "open() was not called").store();
    }

    final Connection begin() throws SQLException {
        Connection tx = Objects.requireNonNull(opened, "open() was not called")
                .dataSource()
                .getConnection();
        tx.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        tx.setAutoCommit(false);
        return tx;
    }

    static InboxKey key(String eventId) {
        return new InboxKey(NORTH, "stock", "erp", eventId);
    }

    static InboxEntry entry(InboxKey key) {
        return new InboxEntry(key, PRINT, Response.none(), NOON);
    }

    final Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
        Optional<InboxEntry> there = store().claim(tx, entry);
        assertThat(there).as("what claim() returned").isNotNull();
        return there;
    }

    /** Claims in a transaction, which is run again when the database gave up on it. */
    final Optional<InboxEntry> commit(InboxEntry entry, Response response) throws SQLException {
        for (int run = 1; ; run++) {
            try (Connection tx = begin()) {
                try {
                    Optional<InboxEntry> there = claim(tx, entry);
                    if (there.isEmpty()) {
                        store().answer(tx, entry.key(), response);
                    }
                    tx.commit();
                    return there;
                } catch (TransactionLostException e) {
                    tx.rollback();
                    if (run == RERUNS) {
                        throw e;
                    }
                }
            }
        }
    }

    final Optional<InboxEntry> commit(InboxKey key) throws SQLException {
        return commit(entry(key), Response.json("{}"));
    }
}
