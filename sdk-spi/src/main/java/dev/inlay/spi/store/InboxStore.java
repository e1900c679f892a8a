package dev.inlay.spi.store;

import dev.inlay.api.event.Response;
import dev.inlay.spi.store.InboxStream.Position;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers events that came in and what was answered. Everything but {@link #purge} happens in the caller's
 * transaction, and is there when and only when that commits. Thread-safe; blocks for the database.
 *
 * @since 0.1
 */
public interface InboxStore {

    /**
     * Writes an event down unless it is there. Waits for another transaction that is writing the same one. Never fails
     * a transaction at READ COMMITTED because it is there.
     *
     * @param tx autocommit off
     * @param entry the event, without a response yet
     * @return what was there, from this transaction or a committed one; empty when it was written down now
     * @throws dev.inlay.api.error.InvalidValueException for a text that cannot be stored as it is; the transaction
     *     stays usable
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again, also when the
     *     event is there and the transaction's isolation hides it
     */
    Optional<InboxEntry> claim(Connection tx, InboxEntry entry);

    /**
     * Keeps what was answered to an event that this transaction wrote down.
     *
     * @param tx the one that wrote it down
     * @param key the event
     * @param response what was answered
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    void answer(Connection tx, InboxKey key, Response response);

    /**
     * Takes back that this transaction wrote an event down.
     *
     * @param tx the one that wrote it down
     * @param key the event
     */
    void forget(Connection tx, InboxKey key);

    /**
     * Locks a stream until the transaction ends, and reads how far it was received.
     *
     * @param tx autocommit off
     * @param stream the stream
     * @return {@link Position#START} for one of which nothing was received
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    Position lock(Connection tx, InboxStream stream);

    /**
     * Keeps how far a stream was received.
     *
     * @param tx the one that locked it
     * @param stream the stream
     * @param position of the last event received
     */
    void advance(Connection tx, InboxStream stream, Position position);

    /**
     * Removes the oldest events of all tenants, in a transaction of its own. Streams keep their positions.
     *
     * @param before events that came at this instant or later stay
     * @param limit about how many at most; those of one instant go together
     * @return how many were removed; 0 when there are none left
     */
    int purge(Instant before, int limit);
}
