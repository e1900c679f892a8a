package dev.inlay.spi.store;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.Published;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where events wait between the host's transaction and the receiver. An event is one insert and one batched delete,
 * never an update; relays lease shards instead of claiming rows. A stream stays in one shard for good.
 *
 * <p>Ids and keys compare byte by byte. Every method but {@link #append} and {@link #appendAll} works in a transaction
 * of its own, at READ COMMITTED. Leases follow the database's clock. Thread-safe; blocks for the database.
 *
 * @since 0.1
 */
public interface OutboxStore {

    /**
     * How many shards there are. Fixed when the tables are made.
     *
     * @return at least 1
     */
    int shards();

    /**
     * Writes an event in the caller's transaction, one row per target. With a key: locks the stream of each target, in
     * order, takes its next sequence number, then an id, so that numbers follow commit order without gaps. With a
     * request id that was used before: writes nothing, and answers with the first event's id.
     *
     * <p>One that falls due later waits apart: it locks its streams as well, so that what falls due at the same moment
     * keeps commit order, but takes number and id only when {@link #moveDue} moves it.
     *
     * @param tx autocommit off
     * @param entry the event
     * @return the id, and whether it is a repetition
     * @throws dev.inlay.api.error.InvalidValueException for {@code event.requestId} when it was used with another
     *     fingerprint; the transaction stays usable
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    Published append(Connection tx, OutboxEntry entry);

    /**
     * Writes several events in the caller's transaction, as {@link #append} would one by one in the order given, but
     * locks their request ids and then their streams in sorted order, so that two calls never lock each other out. All
     * are written, or none.
     *
     * @param tx autocommit off
     * @param entries the events; may be none
     * @return the answers in the order given
     * @throws dev.inlay.api.error.InvalidValueException for {@code event.requestId} when one was used with another
     *     fingerprint; nothing of the call is written then, and the transaction stays usable
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    List<Published> appendAll(Connection tx, List<OutboxEntry> entries);

    /**
     * Says where an entry is written. Asks nobody.
     *
     * @param entry what is appended, or may be
     * @return the lanes in which its events wait once they are due, one for each of its targets
     */
    List<Lane> lanesOf(OutboxEntry entry);

    /**
     * Says that a node lives, and forgets nodes whose time is over.
     *
     * @param node the node
     * @param ttl how long it counts as living
     * @return how many nodes live, this one included
     */
    int heartbeat(String node, Duration ttl);

    /**
     * Renews what the node holds, then takes free or expired shards until it holds {@code wanted}; what it holds beyond
     * that is renewed too. Whoever takes a shard that was not given back, and every owner after it, is told up to which
     * id events may have been sent.
     *
     * <p>Waits for nobody who works in a shard. One that is neither renewed nor taken for that is left out of the
     * answer, and held until its lease ends; the next call tries again.
     *
     * @param node the node
     * @param wanted how many shards it should hold
     * @param ttl how long the leases hold, counted from when the database received the call
     * @return every lease that was renewed or taken now, by shard
     */
    List<ShardLease> lease(String node, int wanted, Duration ttl);

    /**
     * What a node owns now, renewed or not. Waits for nobody who works in a shard.
     *
     * @param node the node
     * @return every lease of it that nobody else has taken, also when its time is over, by shard
     */
    List<ShardLease> owned(String node);

    /**
     * Gives shards back at once. Shards that the node does not hold are left alone. Waits for nobody who works in a
     * shard.
     *
     * @param node the node
     * @param leases what to give back
     * @return those that could not be given back since somebody works in them; to be tried again
     */
    List<ShardLease> release(String node, Collection<ShardLease> leases);

    /**
     * When the next delayed event of each shard falls due, or has.
     *
     * @param shards from 0
     * @return by shard; those that have none are left out
     */
    Map<Integer, Instant> nextDue(Collection<Integer> shards);

    /**
     * Moves delayed events that are due into their lanes, where each takes the next number of its stream and an id: in
     * the order in which they fell due, of the same moment in commit order. Tenants take turns, so that one with many
     * does not hold up the others. Never waits for a host's transaction: what belongs to a stream that one has locked
     * is left for another time, and does not keep others from being moved.
     *
     * @param node the owner
     * @param lease its lease
     * @param now what is due by then
     * @param limit how many at most, at least 1
     * @return how many were moved, fewer than the limit also while more are due; empty when the lease is no longer the
     *     node's or its revision changed
     */
    OptionalInt moveDue(String node, ShardLease lease, Instant now, int limit);

    /**
     * The tenants and targets that have something waiting in a shard.
     *
     * @param shard from 0
     * @return by tenant, then target
     */
    List<Lane> lanes(int shard);

    /**
     * The tenants and targets that have something waiting in several shards, in one question.
     *
     * @param shards each from 0
     * @return by shard in the order given, then tenant, then target
     */
    default List<Lane> lanes(Collection<Integer> shards) {
        return shards.stream().flatMap(shard -> lanes(shard).stream()).toList();
    }

    /**
     * Reads what waits in a lane, by id.
     *
     * @param lane the lane
     * @param afterId ids up to this one are left out
     * @param limit how many at most
     * @return the events; fewer than the limit at the end
     */
    List<StoredEvent> read(Lane lane, long afterId, int limit);

    /**
     * Reads what waits in several lanes, in one question. Each lane is read as by {@link #read}; all of them need not
     * show the same moment.
     *
     * @param starts where to read
     * @return the events of each, in the same order
     */
    default List<List<StoredEvent>> readAll(List<LaneStart> starts) {
        return starts.stream()
                .map(start -> read(start.lane(), start.afterId(), start.limit()))
                .toList();
    }

    /**
     * Reads what waits of several streams, each by sequence number, in one question. A relay asks so for the rest of
     * streams that are longer than it wants to hold.
     *
     * @param starts where to read
     * @return the events of each, in the same order
     */
    List<List<StoredEvent>> readStreams(List<StreamStart> starts);

    /**
     * The lowest sequence number of a stream that is waiting or parked: what must be sent before anything else of it.
     *
     * @param stream the stream
     * @return empty when nothing of it is left
     */
    OptionalLong firstUndelivered(StreamRef stream);

    /**
     * The lowest sequence number, waiting or parked, of several streams, in one question.
     *
     * @param streams the streams
     * @return by stream; without those of which nothing is left
     */
    default Map<StreamRef, Long> firstUndelivered(Collection<StreamRef> streams) {
        Map<StreamRef, Long> first = new HashMap<>();
        streams.forEach(stream -> firstUndelivered(stream).ifPresent(seq -> first.put(stream, seq)));
        return first;
    }

    /**
     * The retries that a new owner goes on with. Those whose event neither waits nor is parked any more, since somebody
     * who had lost the shard delivered it, are left out and dropped; one whose event is being moved is not.
     *
     * @param shard from 0
     * @return in no order
     */
    List<RetryState> retries(int shard);

    /**
     * The streams of a shard that have parked events, so that later ones must be parked behind them.
     *
     * @param shard from 0
     * @return in no order
     */
    List<StreamRef> parkedStreams(int shard);

    /**
     * Removes acknowledged events, and their retries where there may be any: all of them in one transaction, or none.
     * What an operator has put in the place of one, under its id, stays.
     *
     * @param acknowledged what was acknowledged
     * @return how many rows were removed of each, in the same order; fewer than given means that somebody else removed
     *     some
     */
    List<Integer> delivered(List<Acknowledged> acknowledged);

    /**
     * Removes acknowledged events of one lane and their retries.
     *
     * @param lane the lane
     * @param events what was acknowledged
     * @return how many rows were removed; fewer than given means that somebody else removed some
     */
    default int delivered(Lane lane, List<StoredEvent> events) {
        return delivered(List.of(new Acknowledged(lane, events))).get(0);
    }

    /**
     * Keeps when something is to be tried again.
     *
     * @param node the owner
     * @param lease its lease
     * @param retry what and when
     * @return {@code false}, and nothing kept, when the lease is no longer the node's or its revision changed
     */
    boolean postpone(String node, ShardLease lease, RetryState retry);

    /**
     * Moves an event, and with a key every later one of its stream that is waiting, from the lane to the parked ones,
     * and drops their retries. Works for a stream that has parked events already. When the event is parked already,
     * only what waits behind it is moved. When it is neither waiting nor parked, since somebody delivered it, nothing
     * is moved, also nothing behind it.
     *
     * <p>A long stream may be moved in several transactions, the event in the first and the others in order, each only
     * while the lease holds. Whoever finds the work half done calls again, for the event or for the next that waits.
     *
     * @param node the owner
     * @param lease its lease
     * @param lane the lane
     * @param event the first to move
     * @param reason why, for people, cut at 500 characters; events behind the first say that they wait for it
     * @param at when
     * @return {@code false}, and nothing more moved, when the lease is no longer the node's or its revision changed
     */
    boolean park(String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at);

    /**
     * Notes that an event may have been sent though nobody knows what came of it, and with it, for brevity's sake,
     * every event of the shard with a lower id: later owners are told so by {@link ShardLease#doubtful()}. Whether the
     * revision changed does not matter.
     *
     * @param node the owner
     * @param lease its lease
     * @param id the event's
     * @return {@code false}, and nothing noted, when the lease is no longer the node's; whoever takes a shard that was
     *     not given back doubts everything anyway
     */
    boolean doubt(String node, ShardLease lease, long id);

    /**
     * Replaces the form of an event that waits: version and payload, nothing else.
     *
     * @param node the owner
     * @param lease its lease
     * @param lane the lane
     * @param event in its new form
     * @return {@code false}, and nothing replaced, when the lease is no longer the node's or its revision changed, or
     *     when the event does not wait any more
     * @throws dev.inlay.api.error.InvalidValueException when the form can never be kept: the event is parked then
     * @throws dev.inlay.api.error.StoreException with code {@code store.value} for the same reason; with any other code
     *     it is tried again
     */
    boolean reform(String node, ShardLease lease, Lane lane, StoredEvent event);

    /**
     * The same outbox, which also keeps every event that it removes in {@link #delivered(List)} in the ledger of
     * {@link Stores#deliveries()}, in the same transaction; where somebody else removed it, nothing is kept.
     *
     * @param clock says when
     * @return another view of the same rows
     * @throws dev.inlay.api.error.StoreException with code {@code store.no-ledger} where there is none
     */
    default OutboxStore keepingDeliveries(InstantSource clock) {
        throw new StoreException(
                "store.no-ledger", false, "these stores keep no ledger of deliveries; install others that do", null);
    }

    /**
     * Forgets the oldest request ids of all tenants: a request repeated later is a new one.
     *
     * @param before requests made at this instant or later stay, as do those whose event was delayed until then
     * @param limit about how many at most; those of one instant go together
     * @return how many were forgotten; 0 when there are none left
     */
    default int purgeRequests(Instant before, int limit) {
        return 0;
    }

    /**
     * Takes a turn at something that one node does for all, by the database's clock.
     *
     * @param chore what it is, lower-case words joined by hyphens, at most 60 characters
     * @param every how long nobody else takes one
     * @return whether it is this caller's turn
     */
    default boolean takeTurn(String chore, Duration every) {
        return true;
    }
}
