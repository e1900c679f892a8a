package dev.inlay.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of capabilities claims what tests prove, no more and no less. */
final class CapabilitiesTest {

    private static final Path ROOT = Path.of("..");

    private final CapabilityTable table = new CapabilityTable(Path.of("capabilities.md"));

    @Test
    void eachIdHasOneRow() throws IOException {
        assertThat(table.rows()).extracting(CapabilityTable.Row::id).doesNotHaveDuplicates();
    }

    @Test
    void namesTheTestsThatProveEachCapability() throws IOException {
        Proofs proofs = gathered();
        if (Boolean.getBoolean("inlay.capabilities.update")) {
            table.update(proofs.byCapability());
        }

        assertThat(CapabilityTable.proofs(table.rows()))
                .as("-Dinlay.capabilities.update=true writes the last column; it adds no row")
                .containsExactlyInAnyOrderEntriesOf(proofs.byCapability());
    }

    @Test
    void claimsWhatATestProvesAndOnlyThat() throws IOException {
        Proofs proofs = gathered();

        assertThat(table.rows())
                .filteredOn(row -> row.claims() != proofs.byCapability().containsKey(row.id()))
                .as("what works or is thin has a test, what is planned has none")
                .isEmpty();
    }

    @Test
    void onlyWhatRunsProvesAnything() throws IOException {
        assertThat(gathered().hollow()).isEmpty();
    }

    private static Proofs gathered() throws IOException {
        List<Path> uncompiled = Proofs.uncompiled(ROOT);
        assumeTrue(uncompiled.isEmpty(), () -> "the tests of " + uncompiled + " are not compiled");
        return Proofs.gather(ROOT);
    }
}
