package dev.inlay.testkit.contracts;

import dev.inlay.testkit.contracts.ContractReport.Outcome;
import dev.inlay.testkit.contracts.ContractReport.Result;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Notes how each requirement of a contract ended; what nobody reports on did not run, and failed. */
final class RequirementListener implements TestExecutionListener {

    private final Class<?> contract;
    private final Map<String, Result> results = new TreeMap<>(byNumber());
    private String whyNotRun = "it did not run";

    RequirementListener(Class<?> contract) {
        this.contract = contract;
        for (Requirement requirement : requirementsOf(contract)) {
            results.put(requirement.id(), result(requirement, Outcome.FAILED, ""));
        }
    }

    static List<Requirement> requirementsOf(Class<?> contract) {
        List<Requirement> found = new ArrayList<>();
        for (Class<?> type = contract; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Requirement requirement = method.getAnnotation(Requirement.class);
                if (requirement != null) {
                    found.add(requirement);
                }
            }
        }
        return found;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult ended) {
        Optional<Requirement> requirement = requirement(test);
        String message = ended.getThrowable().map(RequirementListener::message).orElse("");
        if (requirement.isPresent()) {
            put(requirement.get(), outcome(ended), message);
        } else if (ended.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            whyNotRun = message;
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        whyNotRun = "it was skipped: " + reason;
        requirement(test).ifPresent(requirement -> put(requirement, Outcome.FAILED, whyNotRun));
    }

    synchronized ContractReport report() {
        List<Result> all = results.values().stream()
                .map(result ->
                        result.outcome() == Outcome.FAILED && result.message().isEmpty()
                                ? new Result(result.id(), result.text(), Outcome.FAILED, whyNotRun)
                                : result)
                .toList();
        return new ContractReport(name(), all);
    }

    /** The front door of the contract: the topmost public class below {@link Contract}. */
    private String name() {
        String name = contract.getSimpleName();
        for (Class<?> type = contract; type != null && type != Contract.class; type = type.getSuperclass()) {
            if (Modifier.isPublic(type.getModifiers())) {
                name = type.getSimpleName();
            }
        }
        return name;
    }

    private void put(Requirement requirement, Outcome outcome, String message) {
        results.put(requirement.id(), result(requirement, outcome, message));
    }

    private static Result result(Requirement requirement, Outcome outcome, String message) {
        return new Result(requirement.id(), requirement.text(), outcome, message);
    }

    private static Optional<Requirement> requirement(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(Requirement.class));
    }

    private static Outcome outcome(TestExecutionResult ended) {
        if (ended.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            return Outcome.PASSED;
        }
        return ended.getThrowable().filter(NotApplicable.class::isInstance).isPresent()
                ? Outcome.NOT_APPLICABLE
                : Outcome.FAILED;
    }

    private static String message(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        return failure instanceof AssertionError && !message.isBlank()
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
    }

    private static Comparator<String> byNumber() {
        return Comparator.comparing((String id) -> id.substring(0, id.lastIndexOf('-')))
                .thenComparing(id -> Integer.valueOf(id.substring(id.lastIndexOf('-') + 1)));
    }
}
