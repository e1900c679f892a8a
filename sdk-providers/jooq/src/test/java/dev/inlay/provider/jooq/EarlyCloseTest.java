package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.inlay.api.Inlay;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that gives up its start early keeps its database. */
final class EarlyCloseTest {

    @TempDir
    Path folder;

    @Test
    void leavesTheHostsDatabaseOpenWhenItIsClosedWhileItStarts() throws Exception {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("host") + ";WRITE_DELAY=0", "", "");
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE claim (id INT PRIMARY KEY)");
            for (int i = 0; i < 3; i++) {
                Inlay inlay = InlaySdk.builder()
                        .install(InMemoryTenantDirectory.of("inlay/medisoft/nordic/north-clinic"))
                        .install(JooqStores.on(pool))
                        .build();
                inlay.start();
                inlay.close();

                int id = i;
                assertThatCode(() -> statement.execute("INSERT INTO claim VALUES (" + id + ")"))
                        .doesNotThrowAnyException();
            }
        } finally {
            pool.dispose();
        }
    }
}
