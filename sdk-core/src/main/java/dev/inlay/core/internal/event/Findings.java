package dev.inlay.core.internal.event;

import dev.inlay.api.event.Discrepancy;
import dev.inlay.api.event.ReconcileReport;
import dev.inlay.api.event.ReconcileRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a comparison has found so far: counts, and the first of each kind. For one thread. */
final class Findings {

    private final ReconcileRequest request;
    private final Consumer<Discrepancy> each;
    private final Map<Discrepancy.Kind, Long> counts = new EnumMap<>(Discrepancy.Kind.class);
    private final Map<Discrepancy.Kind, List<Discrepancy>> examples = new EnumMap<>(Discrepancy.Kind.class);
    private long matched;

    Findings(ReconcileRequest request, Consumer<Discrepancy> each) {
        this.request = request;
        this.each = each;
    }

    void matched() {
        matched++;
    }

    void found(Discrepancy discrepancy) {
        counts.merge(discrepancy.kind(), 1L, Long::sum);
        List<Discrepancy> some = examples.computeIfAbsent(discrepancy.kind(), kind -> new ArrayList<>());
        if (some.size() < request.examples()) {
            some.add(discrepancy);
        }
        each.accept(discrepancy);
    }

    ReconcileReport report(long waiting) {
        return ReconcileReport.of(request, matched, waiting, counts, examples);
    }
}
