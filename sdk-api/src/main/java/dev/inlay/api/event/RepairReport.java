package dev.inlay.api.event;

/**
 * What a repair did. Immutable.
 *
 * @since 0.1
 */
public final class RepairReport {

    private final ReconcileReport comparison;
    private final long putBack;

    private RepairReport(ReconcileReport comparison, long putBack) {
        this.comparison = comparison;
        this.putBack = putBack;
    }

    /**
     * Creates what {@link Reconciliation#repair} answers.
     *
     * @param comparison what was found
     * @param putBack how many events were put back
     * @return the report
     */
    public static RepairReport of(ReconcileReport comparison, long putBack) {
        return new RepairReport(comparison, putBack);
    }

    /**
     * What was found before.
     *
     * @return the comparison
     */
    public ReconcileReport comparison() {
        return comparison;
    }

    /**
     * How many events were put back into the outbox.
     *
     * @return fewer than are missing where somebody else put some back meanwhile
     */
    public long putBack() {
        return putBack;
    }

    @Override
    public String toString() {
        return putBack + " put back; " + comparison;
    }
}
