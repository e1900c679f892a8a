package dev.inlay.provider.jooq;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

final class PostgresEnqueueMatrixIT extends EnqueueMatrixTests {

    @Override
    DataSource open() {
        return Engines.postgres();
    }

    @Override
    List<Integer> levels() {
        return List.of(
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE);
    }

    @Override
    boolean goesOnAfterAFailure() {
        return false;
    }
}
