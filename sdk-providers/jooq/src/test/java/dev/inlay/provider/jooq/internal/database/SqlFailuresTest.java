package dev.inlay.provider.jooq.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.TransactionLostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "40001, 0", // serialization failure, deadlock on H2 and MariaDB
        "40P01, 0", // deadlock on PostgreSQL
        "55P03, 0", // lock time-out on PostgreSQL
        "HY000, 1205", // lock time-out on MariaDB
        "HY000, 1020", // overtaken snapshot on MariaDB
        "HYT00, 50200", // lock time-out on H2
        "90131, 90131" // overtaken snapshot on H2
    })
    void callsATransactionLostThatMustBeRunAgain(String state, int code) {
        SQLException failure = new SQLException("reason", state, code);

        InlayException translated = SqlFailures.translate("writing", failure);

        assertThat(translated).isInstanceOf(TransactionLostException.class).hasCause(failure);
    }

    @ParameterizedTest
    @CsvSource({"08006, 0", "57P01, 0", "53300, 0", "08004, 1040", "70100, 1927", "90098, 90098"})
    void callsADatabaseUnavailableThatDoesNotAnswer(String state, int code) {
        InlayException translated = SqlFailures.translate("writing", new SQLException("reason", state, code));

        assertThat(translated.code()).isEqualTo("store.unavailable");
        assertThat(translated.retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"22001, 1406", "22021, 0", "22003, 0"})
    void saysWhenAValueCannotBeHeld(String state, int code) {
        InlayException translated = SqlFailures.translate("writing", new SQLException("reason", state, code));

        assertThat(translated.code()).isEqualTo("store.value");
        assertThat(translated.retryable()).isFalse();
    }

    @Test
    void callsAnExhaustedPoolUnavailable() {
        InlayException translated =
                SqlFailures.translate("writing", new SQLTransientConnectionException("timed out after 30000ms"));

        assertThat(translated.code()).isEqualTo("store.unavailable");
    }

    @Test
    void keepsWhatTheDriverSaidBehindEverythingElse() {
        SQLException failure = new SQLException("syntax", "42601");

        InlayException translated =
                SqlFailures.translate("writing", new DataAccessException("SQL [secret statement]", failure));

        assertThat(translated).hasCause(failure).hasMessageStartingWith("writing failed");
        assertThat(translated.getMessage()).doesNotContain("secret");
        assertThat(translated.code()).isEqualTo("store.failed");
        assertThat(translated.retryable()).isFalse();
    }
}
