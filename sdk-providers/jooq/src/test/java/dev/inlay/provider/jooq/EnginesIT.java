package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class EnginesIT {
    @Test
    void h2Answers() throws SQLException {
        assertThat(answer(Engines.h2())).isEqualTo(1);
    }

    @Test
    void postgresAnswers() throws SQLException {
        assertThat(answer(Engines.postgres())).isEqualTo(1);
    }

    @Test
    void mariadbAnswers() throws SQLException {
        assertThat(answer(Engines.mariadb())).isEqualTo(1);
    }

    private static int answer(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
