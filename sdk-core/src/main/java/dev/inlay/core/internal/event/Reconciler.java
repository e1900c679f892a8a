package dev.inlay.core.internal.event;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.Discrepancy;
import dev.inlay.api.event.ReconcileReport;
import dev.inlay.api.event.ReconcileRequest;
import dev.inlay.api.event.Reconciliation;
import dev.inlay.api.event.RepairReport;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.ReceiverLedger;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Compares deliveries with what receivers have, and sends again what they lack. Holds nothing. Thread-safe. */
public final class Reconciler implements Reconciliation {

    private final Surroundings around;
    private final Map<String, ReceiverLedger> ledgers = new LinkedHashMap<>();

    /**
     * What a reconciler works with.
     *
     * @param stores a tenant's database
     * @param kept how long the ledger goes back; empty where there is none
     * @param clock the instance's
     * @param trail where it is recorded what is put back
     * @param putBack hears that an outbox has events again
     * @param gate throws while the instance is not ready, or closed
     */
    public record Surroundings(
            Function<TenantId, Stores> stores,
            Optional<Duration> kept,
            InstantSource clock,
            OperatorTrail trail,
            Consumer<OutboxStore> putBack,
            Runnable gate) {}

    /**
     * Creates a reconciler; does no I/O.
     *
     * @param around what it works with
     * @param receivers one per target at most
     * @throws InvalidValueException for {@code receiverLedger.target} when two are installed for one target
     */
    public Reconciler(Surroundings around, List<ReceiverLedger> receivers) {
        this.around = around;
        for (ReceiverLedger receiver : receivers) {
            if (ledgers.put(receiver.target(), receiver) != null) {
                throw new InvalidValueException(
                        "receiverLedger.target",
                        "two ledgers are installed for '" + receiver.target() + "'; remove one");
            }
        }
    }

    @Override
    public ReconcileReport compare(ReconcileRequest request, Consumer<Discrepancy> each) {
        around.gate.run();
        ReceiverLedger receiver = receiver(request);
        requireKept(request);
        DeliveryStore deliveries = around.stores.apply(request.tenant()).deliveries();
        Findings findings = new Findings(request, each);
        return findings.report(new Comparison(request, deliveries, receiver, findings).run());
    }

    private ReceiverLedger receiver(ReconcileRequest request) {
        ReceiverLedger receiver = ledgers.get(request.target());
        if (receiver == null) {
            throw new InlayException(
                    "reconcile.no-receiver",
                    "nothing installed asks the receiver of target '" + request.target()
                            + "' what it has; install a ReceiverLedger");
        }
        return receiver;
    }

    /** What was acknowledged only just now may not be listed by the receiver yet. */
    private void requireKept(ReconcileRequest request) {
        Duration kept = around.kept.orElseThrow(() -> new InlayException(
                "reconcile.no-ledger", "no ledger of deliveries is kept; set InlayBuilder.deliveryLedger"));
        Instant now = around.clock.instant();
        if (request.until().plus(request.margin()).isAfter(now)) {
            throw new InvalidValueException("until", "must be past by the margin of " + request.margin());
        }
        if (request.from().isBefore(now.minus(kept))) {
            throw new InvalidValueException("from", "must not be longer ago than the ledger is kept, " + kept);
        }
    }

    @Override
    public RepairReport repair(ReconcileRequest request, Act act) {
        around.gate.run();
        Stores stores = around.stores.apply(request.tenant());
        Repair repair = new Repair(request, act, stores.deliveries(), around.trail);
        ReconcileReport found;
        try {
            found = compare(request, repair);
            repair.flush();
        } finally {
            if (repair.putBack() > 0) {
                around.putBack.accept(stores.outbox());
            }
        }
        repair.ended();
        return RepairReport.of(found, repair.putBack());
    }
}
