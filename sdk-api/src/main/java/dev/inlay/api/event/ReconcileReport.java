package dev.inlay.api.event;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found. Immutable.
 *
 * @since 0.1
 */
public final class ReconcileReport {

    private final ReconcileRequest request;
    private final long matched;
    private final long waiting;
    private final Map<Discrepancy.Kind, Long> counts;
    private final Map<Discrepancy.Kind, List<Discrepancy>> examples;

    private ReconcileReport(
            ReconcileRequest request,
            long matched,
            long waiting,
            Map<Discrepancy.Kind, Long> counts,
            Map<Discrepancy.Kind, List<Discrepancy>> examples) {
        this.request = request;
        this.matched = matched;
        this.waiting = waiting;
        this.counts = new EnumMap<>(counts);
        this.examples = new EnumMap<>(Discrepancy.Kind.class);
        examples.forEach((kind, some) -> this.examples.put(kind, List.copyOf(some)));
    }

    /**
     * Creates what {@link Reconciliation} answers.
     *
     * @param request what was compared
     * @param matched see {@link #matched()}
     * @param waiting see {@link #waiting()}
     * @param counts see {@link #count}
     * @param examples see {@link #examples}
     * @return the report
     */
    public static ReconcileReport of(
            ReconcileRequest request,
            long matched,
            long waiting,
            Map<Discrepancy.Kind, Long> counts,
            Map<Discrepancy.Kind, List<Discrepancy>> examples) {
        return new ReconcileReport(request, matched, waiting, counts, examples);
    }

    /**
     * What was compared.
     *
     * @return the request
     */
    public ReconcileRequest request() {
        return request;
    }

    /**
     * How many events both sides have and agree on.
     *
     * @return zero or more
     */
    public long matched() {
        return matched;
    }

    /**
     * How many events that were published within the time still wait or are parked, whether the receiver has them or
     * not: these are not missing.
     *
     * @return zero or more
     */
    public long waiting() {
        return waiting;
    }

    /**
     * How many discrepancies there are of a kind.
     *
     * @param kind which
     * @return zero or more
     */
    public long count(Discrepancy.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /**
     * The first discrepancies of a kind.
     *
     * @param kind which
     * @return as many as the request wanted
     */
    public List<Discrepancy> examples(Discrepancy.Kind kind) {
        return examples.getOrDefault(kind, List.of());
    }

    /**
     * Whether both sides agree.
     *
     * @return whether nothing is missing, extra, different or there twice
     */
    public boolean agrees() {
        return counts.entrySet().stream()
                .allMatch(entry -> entry.getKey() == Discrepancy.Kind.IN_FLIGHT || entry.getValue() == 0);
    }

    @Override
    public String toString() {
        return request + ": " + matched + " matched, " + counts + ", " + waiting + " waiting";
    }
}
