package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class HostTransactionTest {

    private final InMemoryDatabase database = new InMemoryDatabase();

    @Test
    void takesAConnectionWithAutocommitOff() throws SQLException {
        try (Connection tx = database.dataSource().getConnection()) {
            tx.setAutoCommit(false);

            assertThatCode(() -> HostTransaction.require(tx, NORTH)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesAutocommitAndSaysWhatToDo() throws SQLException {
        try (Connection tx = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> HostTransaction.require(tx, NORTH))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("tx"))
                    .hasMessageContaining("setAutoCommit(false)");
        }
    }

    @Test
    void namesTheTenantOfAConnectionThatDoesNotAnswer() throws SQLException {
        Connection tx = database.dataSource().getConnection();
        tx.close();

        assertThatThrownBy(() -> HostTransaction.require(tx, NORTH))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.connection");
                    assertThat(e.retryable()).isFalse();
                })
                .hasMessageContaining("'" + NORTH + "'")
                .hasCauseInstanceOf(SQLException.class);
    }
}
