package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;

/**
 * Which parked events are to be put back. Whatever is chosen, a stream goes back from its head on, so that its order
 * holds: an event that is chosen stays parked while an earlier one of its stream is not chosen. Immutable.
 *
 * @since 0.1
 */
public final class Replay {

    private final EventFilter filter;
    private final boolean one;

    private Replay(EventFilter filter, boolean one) {
        this.filter = filter;
        this.one = one;
    }

    /**
     * One event, and nothing of what is parked behind it. Of a stream this must be the head.
     *
     * @param tenant whose
     * @param target where it was to go
     * @param eventId the id that the receiver sees
     * @return the choice
     */
    public static Replay event(TenantId tenant, String target, String eventId) {
        return new Replay(EventFilter.all().tenant(tenant).target(target).eventId(eventId), true);
    }

    /**
     * One event, as {@link #event(TenantId, String, String)}.
     *
     * @param event as it was listed
     * @return the choice
     */
    public static Replay event(ParkedEvent event) {
        return event(event.tenant(), event.target(), event.eventId());
    }

    /**
     * Everything that is parked of one stream.
     *
     * @param tenant whose
     * @param target where it was to go
     * @param key the stream's
     * @return the choice
     */
    public static Replay stream(TenantId tenant, String target, String key) {
        return matching(EventFilter.all().tenant(tenant).target(target).key(key));
    }

    /**
     * Everything that is parked of one tenant, for whatever target.
     *
     * @param tenant whose
     * @return the choice
     */
    public static Replay tenant(TenantId tenant) {
        return matching(EventFilter.all().tenant(tenant));
    }

    /**
     * Everything that is parked for one target, whosever it is.
     *
     * @param target where it was to go
     * @return the choice
     */
    public static Replay target(String target) {
        return matching(EventFilter.all().target(target));
    }

    /**
     * Whatever a filter means; of each stream, as much from its head on as the filter means.
     *
     * @param filter asks for a tenant, a target or both
     * @return the choice
     * @throws InvalidValueException for {@code filter} when it asks for neither a tenant nor a target, so that nobody
     *     replays everything by mistake, or for an event's id
     */
    public static Replay matching(EventFilter filter) {
        if (filter.tenant().isEmpty() && filter.target().isEmpty()) {
            throw new InvalidValueException("filter", "must ask for a tenant or a target");
        }
        if (filter.eventId().isPresent()) {
            throw new InvalidValueException("filter", "must not ask for an event's id; use Replay.event");
        }
        return new Replay(filter, false);
    }

    /**
     * What is chosen.
     *
     * @return the filter
     */
    public EventFilter filter() {
        return filter;
    }

    /**
     * Whether a single event is chosen, which must be the head of its stream.
     *
     * @return whether it was made by {@code event}
     */
    public boolean isOne() {
        return one;
    }

    @Override
    public String toString() {
        return filter.toString();
    }
}
