package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.ContractReport.Outcome.FAILED;
import static dev.inlay.testkit.contracts.ContractReport.Outcome.NOT_APPLICABLE;
import static dev.inlay.testkit.contracts.ContractReport.Outcome.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

@Proves("KIT-1")
final class ContractRunnerTest {

    private static final String FLYING = "sample.flying";

    @Test
    void reportsEachRequirement() {
        ContractReport report =
                ContractRunner.run(() -> new Sample(Capabilities.none().supported(FLYING), () -> {}));

        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.contract()).isEqualTo("Sample");
        assertThat(report.results()).extracting(ContractReport.Result::id).containsExactly("SAMPLE-2", "SAMPLE-10");
        assertThat(report.withOutcome(PASSED)).containsExactlyInAnyOrder("SAMPLE-2", "SAMPLE-10");
    }

    @Test
    void failsARequirementWhoseCapabilityIsNotDeclared() {
        ContractReport report = ContractRunner.run(() -> new Sample(Capabilities.none(), () -> {}));

        assertThat(report.passed()).isFalse();
        assertThat(report.withOutcome(FAILED)).containsExactly("SAMPLE-10");
        assertThat(report.toString()).contains("does not declare the capability 'sample.flying'");
    }

    @Test
    void saysWhyARequirementIsNotApplicable() {
        ContractReport report =
                ContractRunner.run(() -> new Sample(Capabilities.none().notApplicable(FLYING, "a penguin"), () -> {}));

        assertThat(report.passed()).isTrue();
        assertThat(report.withOutcome(NOT_APPLICABLE)).containsExactly("SAMPLE-10");
        assertThat(report.toString()).contains("a penguin");
    }

    @Test
    void wantsAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Capabilities.none().notApplicable(FLYING, " "))
                .withMessageContaining(FLYING);
    }

    @Test
    void failsWhatAProviderAborts() {
        ContractReport report = ContractRunner.run(
                () -> new Sample(Capabilities.none().supported(FLYING), () -> Assumptions.abort("not today")));

        assertThat(report.withOutcome(FAILED)).as(report.toString()).containsExactlyInAnyOrder("SAMPLE-2", "SAMPLE-10");
        assertThat(report.toString()).contains("not today");
    }

    @Test
    void failsEverythingWhenTheFixtureFails() {
        ContractReport report =
                ContractRunner.run(() -> new Sample(Capabilities.none().supported(FLYING), () -> {
                    throw new IllegalStateException("no database");
                }));

        assertThat(report.withOutcome(FAILED)).containsExactlyInAnyOrder("SAMPLE-2", "SAMPLE-10");
        assertThat(report.toString()).contains("no database");
    }

    @Test
    void failsWhatDidNotRun() {
        ContractReport report = ContractRunner.run(Off::new);

        assertThat(report.withOutcome(FAILED)).as(report.toString()).containsExactlyInAnyOrder("SAMPLE-2", "SAMPLE-10");
        assertThat(report.toString()).contains("switched off");
    }

    @Test
    void doesNotPassWithoutARequirement() {
        assertThat(ContractRunner.run(Nothing::new).passed()).isFalse();
    }

    @Test
    void doesNotPassWhenNothingIsApplicable() {
        ContractReport report =
                ContractRunner.run(() -> new OnlyFlying(Capabilities.none().notApplicable(FLYING, "a stone")));

        assertThat(report.withOutcome(FAILED)).isEmpty();
        assertThat(report.passed()).isFalse();
    }

    static class Sample extends Contract {

        private final Capabilities capabilities;
        private final Runnable before;

        Sample(Capabilities capabilities, Runnable before) {
            this.capabilities = capabilities;
            this.before = before;
        }

        @Override
        protected Capabilities capabilities() {
            return capabilities;
        }

        @BeforeEach
        final void before() {
            before.run();
        }

        @Requirement(id = "SAMPLE-10", text = "It flies.", capability = FLYING)
        final void flies() {}

        @Requirement(id = "SAMPLE-2", text = "It is there.")
        final void isThere() {}
    }

    @Disabled("switched off")
    static final class Off extends Sample {
        Off() {
            super(Capabilities.none().supported(FLYING), () -> {});
        }
    }

    static final class Nothing extends Contract {
        @Override
        protected Capabilities capabilities() {
            return Capabilities.none();
        }
    }

    static final class OnlyFlying extends Contract {

        private final Capabilities capabilities;

        OnlyFlying(Capabilities capabilities) {
            this.capabilities = capabilities;
        }

        @Override
        protected Capabilities capabilities() {
            return capabilities;
        }

        @Requirement(id = "SAMPLE-1", text = "It flies.", capability = FLYING)
        final void flies() {}
    }
}
