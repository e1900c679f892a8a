package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events an operator means. Every step narrows it and makes a new filter; without any it is all events.
 *
 * <p>{@code EventFilter.all().tenant(north).target("erp").type("claim.submitted")}. Immutable.
 *
 * @since 0.1
 */
public final class EventFilter {

    private static final EventFilter ALL = new EventFilter(null, null, null, null, null, null, null);

    private final @Nullable TenantId tenant;
    private final @Nullable String target;
    private final @Nullable String type;
    private final @Nullable String key;
    private final @Nullable String eventId;
    private final @Nullable Instant since;
    private final @Nullable Instant until;

    private EventFilter(
            @Nullable TenantId tenant,
            @Nullable String target,
            @Nullable String type,
            @Nullable String key,
            @Nullable String eventId,
            @Nullable Instant since,
            @Nullable Instant until) {
        this.tenant = tenant;
        this.target = target;
        this.type = type;
        this.key = key;
        this.eventId = eventId;
        this.since = since;
        this.until = until;
    }

    /**
     * Every event.
     *
     * @return the filter that narrowing begins with
     */
    public static EventFilter all() {
        return ALL;
    }

    /**
     * Only this tenant's.
     *
     * @param only whose
     * @return a narrower filter
     */
    public EventFilter tenant(TenantId only) {
        return new EventFilter(only, target, type, key, eventId, since, until);
    }

    /**
     * Only those for this target.
     *
     * @param only where they go
     * @return a narrower filter
     */
    public EventFilter target(String only) {
        return new EventFilter(tenant, only, type, key, eventId, since, until);
    }

    /**
     * Only those of this type.
     *
     * @param only what happened
     * @return a narrower filter
     */
    public EventFilter type(String only) {
        return new EventFilter(tenant, target, only, key, eventId, since, until);
    }

    /**
     * Only those of this stream key.
     *
     * @param only the stream's key
     * @return a narrower filter
     */
    public EventFilter key(String only) {
        return new EventFilter(tenant, target, type, only, eventId, since, until);
    }

    /**
     * Only the one with this id.
     *
     * @param only the id that the receiver sees
     * @return a narrower filter
     */
    public EventFilter eventId(String only) {
        return new EventFilter(tenant, target, type, key, only, since, until);
    }

    /**
     * Only those parked at this instant or later.
     *
     * @param only the first instant
     * @return a narrower filter
     */
    public EventFilter since(Instant only) {
        return new EventFilter(tenant, target, type, key, eventId, only, until);
    }

    /**
     * Only those parked before this instant.
     *
     * @param only the instant after the last
     * @return a narrower filter
     */
    public EventFilter until(Instant only) {
        return new EventFilter(tenant, target, type, key, eventId, since, only);
    }

    /**
     * Only this tenant's.
     *
     * @return empty when that does not matter
     */
    public Optional<TenantId> tenant() {
        return Optional.ofNullable(tenant);
    }

    /**
     * Only those for this target.
     *
     * @return empty when that does not matter
     */
    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    /**
     * Only those of this type.
     *
     * @return empty when that does not matter
     */
    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    /**
     * Only those of this stream key.
     *
     * @return empty when that does not matter
     */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /**
     * Only the one with this id.
     *
     * @return empty when that does not matter
     */
    public Optional<String> eventId() {
        return Optional.ofNullable(eventId);
    }

    /**
     * Only those parked at this instant or later.
     *
     * @return empty when that does not matter
     */
    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /**
     * Only those parked before this instant.
     *
     * @return empty when that does not matter
     */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /**
     * Whether it says more than whose the events are and where they go.
     *
     * @return {@code true} when it asks for a type, a key, an id or a time
     */
    public boolean isNarrow() {
        return eventId != null || key != null || selects();
    }

    /**
     * Whether it may mean some events of a stream and not others of it by what they are: by type or by time.
     *
     * @return whether a type or a time was asked for
     */
    public boolean selects() {
        return type != null || since != null || until != null;
    }

    /**
     * Whether a parked event is meant.
     *
     * @param event the event
     * @return whether nothing that was asked for speaks against it
     */
    public boolean matches(ParkedEvent event) {
        return (tenant == null || tenant.equals(event.tenant()))
                && (target == null || target.equals(event.target()))
                && (key == null || key.equals(event.key().orElse(null)))
                && (eventId == null || eventId.equals(event.eventId()))
                && (type == null || type.equals(event.type()))
                && (since == null || !event.at().isBefore(since))
                && (until == null || event.at().isBefore(until));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        say(text, "tenant", tenant);
        say(text, "target", target);
        say(text, "type", type);
        say(text, "key", key);
        say(text, "eventId", eventId);
        say(text, "since", since);
        say(text, "until", until);
        return text.length() == 0 ? "all events" : text.toString();
    }

    private static void say(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(text.length() == 0 ? "" : ", ").append(name).append(' ').append(value);
        }
    }
}
