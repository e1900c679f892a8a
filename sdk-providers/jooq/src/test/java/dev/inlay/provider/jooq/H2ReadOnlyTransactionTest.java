package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.store.TransactionTerms;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@Proves("TEN-7")
final class H2ReadOnlyTransactionTest {

    private static final TenantContext NORTH = TenantContext.of(
            TenantProfile.builder(TenantPath.parse("inlay/medisoft/nordic/north-clinic"))
                    .build(),
            1,
            Origin.BREAK_GLASS);

    @Test
    void refusesWhatTheDatabaseCannotSeeTo() throws SQLException {
        DataSource database = Engines.h2();
        Stores stores = OpenStores.start(JooqStores.on(database));
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);

            assertThatThrownBy(() -> stores.begin(tx, new TransactionTerms(NORTH, true)))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> Assertions.assertThat(e.code()).isEqualTo("store.read-only"));
            assertThatCode(() -> stores.begin(tx, new TransactionTerms(NORTH, false)))
                    .doesNotThrowAnyException();
        }
    }
}
