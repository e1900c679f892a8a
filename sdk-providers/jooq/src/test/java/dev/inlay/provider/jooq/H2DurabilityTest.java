package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.Proves;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("MET-2")
final class H2DurabilityTest {

    @TempDir
    private Path folder;

    @Test
    void refusesAFileThatMayForgetCommitsAndSaysWhatToAdd() {
        DataSource forgetful = file("");

        assertThatThrownBy(() -> OpenStores.start(JooqStores.on(forgetful)))
                .hasMessageContaining(";WRITE_DELAY=0")
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.h2.durability");
                    assertThat(e.retryable()).isFalse();
                });
    }

    @Test
    void takesAFileThatWritesAtOnce() {
        assertThat(OpenStores.start(JooqStores.on(file(";WRITE_DELAY=0")))
                        .outbox()
                        .shards())
                .isEqualTo(16);
    }

    @Test
    void readsEventsOfAFileOnlyOnceTheirCommitsAreWritten() throws SQLException {
        List<String> asked = new CopyOnWriteArrayList<>();
        DataSource source = Watched.watch(file(";WRITE_DELAY=0"), asked::add);
        OutboxStore outbox = OpenStores.start(JooqStores.on(source)).outbox();
        OutboxEntry entry = new Entries().keyed(TenantId.of("north"), "claim-1");
        try (Connection tx = source.getConnection()) {
            tx.setAutoCommit(false);
            outbox.append(tx, entry);
            tx.commit();
        }
        Lane lane = outbox.lanesOf(entry).get(0);
        asked.clear();

        List<StoredEvent> read = outbox.read(lane, 0, 10);

        assertThat(read).hasSize(1);
        assertThat(asked).endsWith("checkpoint");
    }

    private DataSource file(String settings) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve("inlay") + settings);
        return database;
    }
}
