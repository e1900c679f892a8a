package dev.inlay.core.internal.plugin;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.ExtensionPoint;
import jakarta.annotation.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What plug-ins contributed, by extension point. Filled at build, read afterwards. */
public final class Extensions {

    private static final int NO_PRIORITY = Integer.MAX_VALUE;

    private final Map<Class<?>, List<Contribution>> byPoint = new LinkedHashMap<>();

    Contributions from(Candidate candidate) {
        return new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                contribute(candidate, point, extension);
                return this;
            }
        };
    }

    private void contribute(Candidate candidate, Class<?> point, Object extension) {
        if (!point.isAnnotationPresent(ExtensionPoint.class)) {
            throw new InvalidValueException(
                    "point", candidate + " contributes to " + point.getName() + ", which is not an extension point");
        }
        if (!point.isInstance(extension)) {
            throw new InvalidValueException("extension", candidate + " contributes no " + point.getName());
        }
        byPoint.computeIfAbsent(point, p -> new ArrayList<>()).add(new Contribution(candidate, extension));
    }

    /**
     * The one implementation of an extension point.
     *
     * @param point marked {@link ExtensionPoint.Cardinality#ONE}
     * @param <T> the interface
     * @return empty when nobody contributes one
     * @throws InlayException with code {@code plugin.two-candidates} naming both when no one of them wins
     */
    public <T> Optional<T> one(Class<T> point) {
        return winner(point).map(c -> point.cast(c.extension));
    }

    /** Who contributes the one implementation. */
    Optional<Candidate> contributor(Class<?> point) {
        return winner(point).map(Contribution::candidate);
    }

    private Optional<Contribution> winner(Class<?> point) {
        List<Contribution> all = byPoint.getOrDefault(point, List.of());
        List<Contribution> installed =
                all.stream().filter(c -> c.candidate.installed()).toList();
        List<Contribution> strongest = installed.isEmpty() ? all : installed;
        if (strongest.size() > 1) {
            throw new InlayException(
                    "plugin.two-candidates",
                    point.getSimpleName() + " has one place and two candidates: " + strongest.get(0).candidate + " and "
                            + strongest.get(1).candidate + "; install only one of them");
        }
        return strongest.stream().findFirst();
    }

    /**
     * Every implementation of an extension point.
     *
     * @param point marked {@link ExtensionPoint.Cardinality#MANY}
     * @param <T> the interface
     * @return by priority (smaller first, none last), then plug-in id
     */
    public <T> List<T> many(Class<T> point) {
        return byPoint.getOrDefault(point, List.of()).stream()
                .sorted(Comparator.comparingInt(Contribution::priority).thenComparing(c -> c.candidate.id()))
                .<T>map(c -> point.cast(c.extension))
                .toList();
    }

    /** Refuses a place that two candidates claim, whether or not it is asked for later. */
    void checkPlaces() {
        for (Class<?> point : byPoint.keySet()) {
            if (point.getAnnotation(ExtensionPoint.class).value() == ExtensionPoint.Cardinality.ONE) {
                one(point);
            }
        }
    }

    private record Contribution(Candidate candidate, Object extension) {

        int priority() {
            Priority priority = extension.getClass().getAnnotation(Priority.class);
            return priority == null ? NO_PRIORITY : priority.value();
        }
    }
}
