package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The ledger of acknowledged events, which an outbox fills that was asked to, see
 * {@link OutboxStore#keepingDeliveries}. Each method works in transactions of its own at READ COMMITTED. Thread-safe;
 * blocks for the database.
 *
 * @since 0.1
 */
public interface DeliveryStore {

    /**
     * Reads a page of the ledger by event id, byte for byte.
     *
     * @param window whose, where to and when they were acknowledged
     * @param afterEventId ids up to this one are left out; empty for all
     * @param limit how many at most
     * @return fewer than the limit at the end
     */
    List<Delivery> read(DeliveryWindow window, String afterEventId, int limit);

    /**
     * Says of some events, in one picture, whether they were acknowledged or are still here.
     *
     * @param tenant whose
     * @param target where they go
     * @param eventIds at most 1,000
     * @return what is known of them
     */
    Whereabouts find(TenantId tenant, String target, Collection<String> eventIds);

    /**
     * Counts what waits or is parked.
     *
     * @param window whose, where to and when they were published
     * @return how many
     */
    long inFlight(DeliveryWindow window);

    /**
     * Moves acknowledged events back to where they wait, with their ids, generations and sequence numbers, and raises
     * the revision of their shards, so that relays read them. May do so in several transactions, each event in one.
     *
     * @param tenant whose
     * @param target where they go
     * @param eventIds at most 1,000; those that are not in the ledger are left out
     * @return how many were moved
     */
    int putBack(TenantId tenant, String target, Collection<String> eventIds);

    /**
     * Removes the oldest entries of all tenants.
     *
     * @param before entries kept at this instant or later stay
     * @param limit about how many at most; those of one instant go together
     * @return how many were removed; 0 when there are none left
     */
    int purge(Instant before, int limit);

    /**
     * What is known of some events.
     *
     * @param acknowledged ids in the ledger
     * @param inFlight ids of events that wait or are parked
     */
    record Whereabouts(Set<String> acknowledged, Set<String> inFlight) {

        /**
         * Copies the sets.
         *
         * @param acknowledged see the record
         * @param inFlight see the record
         */
        public Whereabouts {
            acknowledged = Set.copyOf(acknowledged);
            inFlight = Set.copyOf(inFlight);
        }
    }
}
