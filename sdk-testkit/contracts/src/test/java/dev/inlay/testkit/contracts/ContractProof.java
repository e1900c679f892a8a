package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.ContractReport.Outcome.FAILED;
import static dev.inlay.testkit.contracts.ContractReport.Outcome.NOT_APPLICABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Proves a contract: the reference keeps it, each broken provider fails exactly what it says, and each requirement is
 * failed by a provider that is broken in that very way.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class ContractProof {

    /** Keeps the contract. */
    abstract Supplier<? extends Contract> reference();

    /** Each broken in one way. */
    abstract List<Flaw> flaws();

    /** A provider that does nothing and one that always throws. */
    abstract List<Flaw> hollow();

    @Test
    void theReferenceKeepsTheContract() {
        ContractReport report = ContractRunner.run(reference());

        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.withOutcome(NOT_APPLICABLE)).as(report.toString()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> eachBrokenProviderFailsExactlyWhatItSays() {
        return Stream.concat(flaws().stream(), hollow().stream())
                .map(flaw -> DynamicTest.dynamicTest(flaw.name(), () -> {
                    ContractReport report = ContractRunner.run(flaw.contract());

                    assertThat(report.withOutcome(FAILED)).as(report.toString()).isEqualTo(flaw.fails());
                    assertThat(report.passed()).as(report.toString()).isFalse();
                    assertThat(report.results())
                            .filteredOn(result -> result.outcome() == FAILED)
                            .allSatisfy(result -> assertThat(result.message()).isNotBlank());
                }));
    }

    @Test
    void eachRequirementIsProvenByABrokenProvider() {
        Set<String> proven =
                flaws().stream().flatMap(flaw -> flaw.fails().stream()).collect(Collectors.toCollection(TreeSet::new));

        assertThat(proven).isEqualTo(ids());
    }

    @Test
    void eachIdIsUsedOnce() {
        assertThat(RequirementListener.requirementsOf(contractType()).stream().map(Requirement::id))
                .doesNotHaveDuplicates();
    }

    final Set<String> ids() {
        return RequirementListener.requirementsOf(contractType()).stream()
                .map(Requirement::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    final String[] allBut(String... kept) {
        Set<String> failed = ids();
        failed.removeAll(Set.of(kept));
        return failed.toArray(String[]::new);
    }

    private Class<?> contractType() {
        return reference().get().getClass();
    }
}
