package dev.inlay.api.event;

import java.util.function.Consumer;

/**
 * Compares what was delivered with what receivers say they have, and sends again what they lack. Needs the ledger of
 * deliveries ({@code InlayBuilder.deliveryLedger}) and, for each target, a plug-in that asks the receiver. An
 * operator's view: no tenant needs to be bound. Thread-safe; every call blocks for the database and the receiver, and
 * holds a few thousand events in memory however many are compared.
 *
 * @since 0.1
 */
public interface Reconciliation {

    /**
     * Compares a tenant's deliveries to one target within a time.
     *
     * @param request which
     * @return the counts, with the first of each kind
     * @throws dev.inlay.api.error.InlayException with code {@code reconcile.no-ledger} where none is kept,
     *     {@code reconcile.no-receiver} where nothing installed asks the target's receiver, {@code reconcile.receiver},
     *     retryable, when the receiver fails, {@code reconcile.order} when it answers out of order
     * @throws dev.inlay.api.error.InvalidValueException for {@code until} when it is not past by the margin, for
     *     {@code from} when the ledger does not go back so far
     * @throws dev.inlay.api.error.StoreException when the tenant's database does not answer
     */
    default ReconcileReport compare(ReconcileRequest request) {
        return compare(request, each -> {});
    }

    /**
     * The same, and shows every discrepancy, not only the first.
     *
     * @param request which
     * @param each is given every discrepancy on the calling thread, in no particular order; what it throws ends the
     *     comparison
     * @return the counts, with the first of each kind
     */
    ReconcileReport compare(ReconcileRequest request, Consumer<Discrepancy> each);

    /**
     * Compares, and puts what the receiver lacks back into the outbox, out of the ledger, with its own event id,
     * generation and sequence number, to be delivered again as it was. A receiver that checks sequence numbers has gone
     * beyond that number and refuses such an event as late, as {@link Inbox#receiveInOrder} does: have it accept the
     * events of a repair, or send what they meant as new events. Events of a stream that is parked are parked behind
     * it.
     *
     * <p>To see beforehand what would be sent, compare. Recorded in the tenant's audit trail, before the first event is
     * put back and after the last.
     *
     * @param request which
     * @param act who wants it, and why
     * @return what was found, and how many were put back
     */
    RepairReport repair(ReconcileRequest request, Act act);
}
