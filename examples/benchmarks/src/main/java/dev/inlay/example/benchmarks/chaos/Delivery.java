package dev.inlay.example.benchmarks.chaos;

/**
 * What the ERP got, as it came over the wire.
 *
 * @param stream tenant, target and key, or tenant, target and id for an event without a key
 * @param keyed whether order counts
 * @param eventId the event
 * @param generation of the stream
 * @param seq the place in the stream, as the relay says
 * @param epoch of the sender's lease
 * @param attempt which try this is
 * @param version what the host counted in its own row, or 1 without a key
 * @param delayMillis for which it was not to come
 * @param waitedMillis since it was published and its delay was over; negative when it came too early
 */
record Delivery(
        String stream,
        boolean keyed,
        String eventId,
        long generation,
        long seq,
        long epoch,
        int attempt,
        long version,
        long delayMillis,
        long waitedMillis) {

    private static final long TOLERANCE_MILLIS = 2;

    boolean isTooEarly() {
        return waitedMillis < -TOLERANCE_MILLIS;
    }

    @Override
    public String toString() {
        return "version " + version + " seq " + generation + "/" + seq + " epoch " + epoch + " attempt " + attempt + " "
                + eventId;
    }
}
