package dev.inlay.spi.store;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.BlockedStream;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What operators do with an outbox, next to the relays. Every method works in a transaction of its own, at READ
 * COMMITTED; whatever moves events holds the shard's row, moves {@value #PAGE} at most, and raises the shard's
 * revision. Thread-safe; blocks for the database.
 *
 * @since 0.1
 */
public interface OutboxOperations {

    /** How many events move in one transaction. */
    int PAGE = 1_000;

    /**
     * How it stands, by tenant and target. The store leaves out what only a node knows: what is in flight, and holds.
     *
     * @param filter a tenant, a target, both or neither
     * @param after empty, or what the page before it ended with
     * @param limit how many pairs at most
     * @return pairs with something waiting, delayed or parked, by tenant, then target
     */
    Page<TargetStatus> status(EventFilter filter, String after, int limit);

    /**
     * Streams that do not move: first those with parked events, then those, and events without a key, that are tried
     * again and have none parked.
     *
     * @param filter a tenant, a target, both or neither
     * @param after empty, or what the page before it ended with
     * @param limit how many at most
     * @return the streams; a page may be short although more follow
     */
    Page<BlockedStream> blocked(EventFilter filter, String after, int limit);

    /**
     * Parked events by tenant, then target, oldest first.
     *
     * @param filter which
     * @param after empty, or what the page before it ended with
     * @param limit how many at most
     * @return the events; a page may be short although more follow
     */
    Page<ParkedEvent> parked(EventFilter filter, String after, int limit);

    /**
     * Who delivers which shard, and what lies in it.
     *
     * @return by shard, with an empty database
     */
    List<ShardStatus> shards();

    /**
     * The nodes that said that they live.
     *
     * @return by name, with an empty database
     */
    List<NodeStatus> nodes();

    /**
     * Goes through some of what is parked, at most {@value #PAGE} rows of one tenant and target, and moves what is
     * chosen of it back to where it waits, with ids and numbers as they were. Of a stream nothing is moved from the
     * first event on that is not chosen.
     *
     * @param what which events
     * @param after empty, or where the step before it ended
     * @param move {@code false} to touch nothing, and only say what would be moved
     * @return what was moved; where to go on
     * @throws dev.inlay.api.error.InlayException with code {@code event.not-head} for a single event that is not the
     *     head of its stream; the message names the head
     */
    Step replay(Replay what, String after, boolean move);

    /**
     * Removes a parked event; of a stream the head only, and puts another event into its place that waits under the
     * same id, generation and number.
     *
     * @param tenant whose
     * @param target where it was to go
     * @param eventId the id that the receiver would have seen
     * @param instead what is put into its place
     * @return {@code false} when it is not parked
     * @throws dev.inlay.api.error.InlayException with code {@code event.not-head} when it is not the head of its
     *     stream; the message names the head
     */
    boolean discard(TenantId tenant, String target, String eventId, Tombstone instead);

    /**
     * Keeps a hold.
     *
     * @param hold the order
     * @return {@code false}, and nothing kept, when there is one for the same tenant and target, or for all tenants and
     *     the target
     */
    boolean hold(Hold hold);

    /**
     * Drops a hold.
     *
     * @param tenant whose; empty for the one for all tenants
     * @param target where
     * @return whether there was one
     */
    boolean resume(Optional<TenantId> tenant, String target);

    /**
     * Every hold.
     *
     * @return by target, then tenant; the one for all tenants first
     */
    List<Hold> holds();

    /**
     * What is thrown for an event that is not the head of its stream.
     *
     * @param event which was asked for
     * @param head what is parked before everything else of its stream
     * @return with code {@code event.not-head}
     */
    static InlayException notHead(ParkedEvent event, ParkedEvent head) {
        return new InlayException(
                "event.not-head",
                "event " + event.eventId() + " of tenant '" + event.tenant() + "' for target '" + event.target()
                        + "' is not the head of its stream '"
                        + event.key().orElse("") + "'; replay or discard the head " + head.eventId() + " (number "
                        + head.seq() + ") first, or replay the whole stream");
    }

    /**
     * What one step of a replay did.
     *
     * @param done what was moved, or would be
     * @param examples some of it
     * @param next where to go on; empty at the end
     */
    record Step(List<ReplayResult.OfTarget> done, List<ParkedEvent> examples, String next) {

        /**
         * Copies the lists.
         *
         * @param done see the record
         * @param examples see the record
         * @param next see the record
         */
        public Step {
            done = List.copyOf(done);
            examples = List.copyOf(examples);
        }
    }

    /**
     * What a receiver gets in the place of a discarded event.
     *
     * @param eventId its own id
     * @param type its own type
     * @param payload why
     * @param at when
     */
    record Tombstone(String eventId, String type, Payload payload, Instant at) {}
}
