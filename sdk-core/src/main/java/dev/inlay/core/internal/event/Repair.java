package dev.inlay.core.internal.event;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.Discrepancy;
import dev.inlay.api.event.ReconcileRequest;
import dev.inlay.spi.store.DeliveryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Puts missing events back, many at once, while they are found; they lie behind the comparison by then. */
final class Repair implements Consumer<Discrepancy> {

    private static final int BATCH = 500;

    private final ReconcileRequest request;
    private final Act act;
    private final DeliveryStore deliveries;
    private final OperatorTrail trail;
    private final List<String> missing = new ArrayList<>();
    private boolean begun;
    private long putBack;

    Repair(ReconcileRequest request, Act act, DeliveryStore deliveries, OperatorTrail trail) {
        this.request = request;
        this.act = act;
        this.deliveries = deliveries;
        this.trail = trail;
    }

    @Override
    public void accept(Discrepancy found) {
        if (found.kind() == Discrepancy.Kind.MISSING) {
            missing.add(found.eventId());
            if (missing.size() == BATCH) {
                flush();
            }
        }
    }

    /** The record is committed before the first event is put back. */
    void flush() {
        if (missing.isEmpty()) {
            return;
        }
        if (!begun) {
            record("events.repair.begun", Map.of());
            begun = true;
        }
        putBack += deliveries.putBack(request.tenant(), request.target(), missing);
        missing.clear();
    }

    void ended() {
        if (begun) {
            record("events.repair.ended", Map.of("putBack", Long.toString(putBack)));
        }
    }

    long putBack() {
        return putBack;
    }

    private void record(String action, Map<String, String> more) {
        Map<String, String> detail = new TreeMap<>(more);
        detail.put("reason", act.reason());
        detail.put("from", request.from().toString());
        detail.put("until", request.until().toString());
        trail.append(request.tenant(), new AuditEntry(act.actor(), action, request.target(), detail));
    }
}
