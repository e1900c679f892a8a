package dev.inlay.spi.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.ExtensionPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the receiver behind one target says it has, to be compared with what was delivered to it.
 *
 * <p>Entries come by event id, in the order of {@link String#compareTo}, over all pages; an event that the receiver has
 * several times comes several times, one after the other. The engine merges both sides as they come and refuses a
 * ledger that breaks the order, so that no number of events has to fit into memory. Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface ReceiverLedger {

    /**
     * The name of the target, as its {@link EventTransport} has it.
     *
     * @return unique in an instance; the same each time
     */
    String target();

    /**
     * Reads a page. Blocks for the receiver.
     *
     * @param query what is asked for; the same for all pages
     * @param cursor what the page before said; empty for the first
     * @return the page; what the receiver got at a time that the query leaves out is not in it
     * @throws Exception ends the comparison
     */
    Page read(Query query, Optional<String> cursor) throws Exception;

    /**
     * What is asked for.
     *
     * @param tenant whose events
     * @param from when the receiver got them, by its own clock; inclusive
     * @param until exclusive
     * @param limit how many entries a page should have at most
     */
    record Query(TenantId tenant, Instant from, Instant until, int limit) {}

    /**
     * A page.
     *
     * @param entries by event id; may be empty before the last page
     * @param next what the next page is asked with; empty when there is none
     */
    record Page(List<Entry> entries, Optional<String> next) {

        /**
         * Copies the list.
         *
         * @param entries see the record
         * @param next see the record
         */
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An event that the receiver has.
     *
     * @param eventId the id that it came with
     * @param key its stream; empty where the receiver does not know
     * @param seq its place in the stream; 0 where the receiver does not know
     * @param hash SHA-256 over the payload as it came, 64 lower-case hex digits; empty where the receiver does not know
     * @param at when the receiver got it, by its own clock
     */
    record Entry(String eventId, Optional<String> key, long seq, Optional<String> hash, Instant at) {}
}
