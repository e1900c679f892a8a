package dev.inlay.provider.jooq.internal.rowsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import org.junit.jupiter.api.Test;

@Proves("TEN-5")
final class OwnTablesTest {

    @Test
    void saysOfEveryTableWhoMayDoWhatWithIt() {
        assertThat(OwnTables.all())
                .isNotEmpty()
                .allSatisfy(table -> assertThat(OwnTables.grants(table)).isNotNull());
    }

    @Test
    void letsTheHostChangeNoAuditRecordAndNoLease() {
        assertThat(OwnTables.grants("inlay_audit").host()).contains("select, insert");
        assertThat(OwnTables.grants("inlay_shard").host()).isEmpty();
        assertThat(OwnTables.grants("inlay_node").host()).isEmpty();
    }
}
