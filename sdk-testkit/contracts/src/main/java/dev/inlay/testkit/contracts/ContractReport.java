package dev.inlay.testkit.contracts;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run of a contract found, requirement by requirement. A requirement that did not run counts as failed.
 * Immutable.
 *
 * @since 0.1
 */
public final class ContractReport {

    private final String contract;
    private final List<Result> results;

    ContractReport(String contract, List<Result> results) {
        this.contract = contract;
        this.results = List.copyOf(results);
    }

    /**
     * Which contract was run.
     *
     * @return the simple name of its class, for example {@code OutboxStoreContract}
     */
    public String contract() {
        return contract;
    }

    /**
     * What was found.
     *
     * @return one per requirement, by number; unmodifiable
     */
    public List<Result> results() {
        return results;
    }

    /**
     * Whether the provider keeps the contract.
     *
     * @return {@code true} when at least one requirement passed and none failed
     */
    public boolean passed() {
        return !withOutcome(Outcome.PASSED).isEmpty()
                && withOutcome(Outcome.FAILED).isEmpty();
    }

    /**
     * The requirements of one outcome.
     *
     * @param outcome which
     * @return their ids, sorted as text
     */
    public Set<String> withOutcome(Outcome outcome) {
        return results.stream()
                .filter(result -> result.outcome() == outcome)
                .map(Result::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The report as text, a line per requirement. */
    @Override
    public String toString() {
        return results.stream()
                .map(result -> "  " + result)
                .collect(Collectors.joining("\n", contract + (passed() ? " passed\n" : " failed\n"), "\n"));
    }

    /** How a requirement ended. */
    public enum Outcome {
        /** The provider keeps it. */
        PASSED,
        /** The provider breaks it, or it did not run. */
        FAILED,
        /** It means nothing for this provider, which said why. */
        NOT_APPLICABLE
    }

    /**
     * How one requirement ended.
     *
     * @param id the requirement's id
     * @param text the rule
     * @param outcome how it ended
     * @param message what was wrong, or why it is not applicable; empty when passed
     */
    public record Result(String id, String text, Outcome outcome, String message) {
        @Override
        public String toString() {
            return id + " " + outcome + ": " + text + (message.isEmpty() ? "" : " — " + message.strip());
        }
    }
}
