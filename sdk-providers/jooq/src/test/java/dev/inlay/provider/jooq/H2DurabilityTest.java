package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.StoreException;
import dev.inlay.testkit.contracts.Proves;
import java.nio.file.Path;
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

    private DataSource file(String settings) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve("inlay") + settings);
        return database;
    }
}
