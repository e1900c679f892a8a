package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an operator sees of events on their way, and does about those that do not get through. No tenant needs to be
 * bound: the host decides who may call this. Thread-safe; every call blocks for the database.
 *
 * <p>Lists come in pages: pass {@code ""} as {@code after} for the first, and {@link Page#next()} for the others. Where
 * there are several databases they are listed one after the other, and those that have not answered yet are left out.
 *
 * <p>Every act names who acts and why, and leaves a record in the audit trail of each tenant that it concerns, if the
 * directory still knows the tenant. Holds and discards are recorded before they are done, so that none goes unrecorded;
 * replays are recorded afterwards, with their counts.
 *
 * @since 0.1
 */
public interface EventOperations {

    /**
     * How it stands, by tenant and target. Counts go to {@value RowCount#MOST} each. A page costs a few look-ups in
     * indexes per shard and pair listed, and counts at most four times {@value RowCount#MOST} rows for each pair.
     *
     * @param filter a tenant, a target, both or neither; nothing else
     * @param after where to go on
     * @param limit how many pairs at most, 1 to 1,000
     * @return pairs with something waiting, delayed or parked, by tenant, then target
     * @throws dev.inlay.api.error.InvalidValueException for {@code filter}, {@code after} or {@code limit}
     */
    Page<TargetStatus> status(EventFilter filter, String after, int limit);

    /**
     * Streams that do not move, those with parked events first, and events without a key that are tried again. One look
     * reads a few times {@code limit} index entries, whatever is parked.
     *
     * @param filter a tenant, a target, both or neither; nothing else
     * @param after where to go on
     * @param limit how many at most, 1 to 1,000
     * @return in no particular order
     * @throws dev.inlay.api.error.InvalidValueException for {@code filter}, {@code after} or {@code limit}
     */
    Page<BlockedStream> blocked(EventFilter filter, String after, int limit);

    /**
     * Parked events, by tenant, then target, oldest first. A call looks at {@value RowCount#MOST} rows at most, so a
     * page may be empty although more follow, when few match.
     *
     * @param filter which
     * @param after where to go on
     * @param limit how many at most, 1 to 1,000
     * @return the events
     * @throws dev.inlay.api.error.InvalidValueException for {@code after} or {@code limit}
     */
    Page<ParkedEvent> parked(EventFilter filter, String after, int limit);

    /**
     * Who delivers which shard, and what lies in it. Counts go to {@value RowCount#MOST} each. Costs a look-up in an
     * index per shard, tenant and target with something waiting, and counts at most three times {@value RowCount#MOST}
     * rows for each shard.
     *
     * @return by database, then shard
     */
    List<ShardStatus> shards();

    /**
     * The nodes that take part.
     *
     * @return by database, then name
     */
    List<NodeStatus> nodes();

    /**
     * The standing orders not to send.
     *
     * @return by target, then tenant
     */
    List<Hold> holds();

    /**
     * What {@link #replay(Replay, Act)} would move now. Touches nothing; reads everything that is chosen, page by page.
     *
     * @param what which events
     * @return counts and examples
     * @throws dev.inlay.api.error.InlayException as {@link #replay(Replay, Act)}
     */
    ReplayResult preview(Replay what);

    /**
     * Puts parked events back, with their ids and places, to be delivered again; what is parked behind them and was not
     * chosen stays parked.
     *
     * @param what which events
     * @param act who and why
     * @return what was moved; nothing when nothing of it is parked any more
     * @throws dev.inlay.api.error.InlayException with code {@code event.not-head} for a single event that is not the
     *     head of its stream; the message names the head
     */
    default ReplayResult replay(Replay what, Act act) {
        return replay(what, act, soFar -> true);
    }

    /**
     * The same, watched. Events move in pages of at most 1,000, each in a transaction of its own, so that no relay
     * waits long; what was moved stays moved when the replay is stopped, fails or its thread is interrupted, and doing
     * it again goes on.
     *
     * @param what which events
     * @param act who and why
     * @param watch hears after each page what was moved so far, and answers whether to go on
     * @return what was moved; {@link ReplayResult#stopped()} says why when that is not everything, also when the
     *     database failed after the first page
     * @throws dev.inlay.api.error.InlayException with code {@code event.not-head} for a single event that is not the
     *     head of its stream; the message names the head
     * @throws dev.inlay.api.error.StoreException when the database failed before anything was moved
     */
    ReplayResult replay(Replay what, Act act, Predicate<ReplayResult> watch);

    /**
     * Gives up a parked event for good. Of a stream this must be the head, and the receiver gets another event in its
     * place, so that the numbers stay without gaps: with the same generation and sequence number, the id with
     * {@code .discarded} behind it, the type {@value #DISCARDED} and a payload of JSON with the members
     * {@code eventId}, {@code type} and {@code reason}. An event without a key goes without one.
     *
     * @param tenant whose
     * @param target where it was to go
     * @param eventId the id that the receiver would have seen
     * @param act who and why; the receiver sees the reason, not the actor
     * @return whether it was parked; {@code false} when it is not any more
     * @throws dev.inlay.api.error.InlayException with code {@code event.not-head} when it is not the head of its
     *     stream; the message names the head
     */
    boolean discard(TenantId tenant, String target, String eventId, Act act);

    /** The type of what a receiver gets in the place of a discarded event. */
    String DISCARDED = "inlay.discarded";

    /**
     * Stops sending a tenant's events to a target, until {@link #resume(TenantId, String, Act)}. Every node keeps to it
     * within about a second, this one at once; what is on its way ends. Held events use up no attempts and are not
     * parked. Holds across restarts.
     *
     * @param tenant whose
     * @param target where nothing is to be sent
     * @param act who and why
     * @return {@code false} when it was held before; that hold stays as it is
     */
    boolean hold(TenantId tenant, String target, Act act);

    /**
     * The same for every tenant. No tenant's audit trail has a record of it: the hold itself says who and why.
     *
     * @param target where nothing is to be sent
     * @param act who and why
     * @return {@code false} when it was held before; that hold stays as it is
     */
    boolean hold(String target, Act act);

    /**
     * Ends a tenant's hold, whoever ordered it, so that sending goes on within about a second, on this node at once.
     *
     * @param tenant whose
     * @param target where to send again
     * @param act who and why
     * @return whether there was one; one for every tenant stays
     */
    boolean resume(TenantId tenant, String target, Act act);

    /**
     * Ends the hold for every tenant; those of single tenants stay.
     *
     * @param target where to send again
     * @param act who and why
     * @return whether there was one
     */
    boolean resume(String target, Act act);
}
