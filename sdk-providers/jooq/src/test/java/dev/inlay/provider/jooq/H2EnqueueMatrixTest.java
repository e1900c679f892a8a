package dev.inlay.provider.jooq;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.h2.engine.Constants;

final class H2EnqueueMatrixTest extends EnqueueMatrixTests {

    @Override
    DataSource open() {
        return Engines.h2();
    }

    @Override
    List<Integer> levels() {
        return List.of(
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE,
                Constants.TRANSACTION_SNAPSHOT);
    }

    @Override
    boolean goesOnAfterAFailure() {
        return true;
    }
}
