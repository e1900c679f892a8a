package dev.inlay.provider.jooq.isolation;

import java.util.EnumSet;
import java.util.Set;

/** What keeps tenants apart, each with what a host does that goes without it, and where the walk then finds out. */
enum Guard {
    /** Else tasks go to the host's executor as they are, and run under whatever is bound there. */
    WRAPPED_EXECUTOR(Kind.BINDING, Kind.CACHE),
    /** Else a thread of the host's begins with nothing bound. */
    CAPTURED_THREAD(Kind.BINDING),
    /** Else stages run under whatever the thread that completes their future is bound to. */
    CARRYING_FUTURE(Kind.BINDING),
    /** Else a scope is opened and, now and then, not closed. */
    CLOSED_SCOPE(Kind.THREAD),
    /** Else a tenant is switched to in the midst of another's work. */
    NO_REBINDING(Kind.BINDING),
    /** Else one tenant is bound for a whole batch that belongs to several. */
    BOUND_PER_ITEM(Kind.EVENTS, Kind.USAGE, Kind.AUDIT),
    /** Else keys of the shared cache do not name the tenant. */
    CACHE_KEY(Kind.CACHE),
    /** Else paths are made of ids as they are, on a file system that does not tell upper from lower case. */
    FILE_PATH(Kind.FILES),
    /** Else the tenant is read from a header whose signature nobody looked at. */
    SIGNED_HEADER(Kind.HEADERS),
    /** Else a header that was used is good for another use. */
    ONE_USE_HEADER(Kind.HEADERS),
    /** Else a header is not held against the tenant that the user belongs to. */
    COMPARED_USER(Kind.HEADERS),
    /** Else a seal holds for other bytes too. */
    SEALED_PAYLOAD(Kind.MESSAGES),
    /** Else a seal holds for another topic too. */
    SEALED_TOPIC(Kind.MESSAGES),
    /** Else statements forget the tenant, on a database or role that does not add it. */
    ROW_BOUNDARY(Kind.ROWS),
    /** Else the tenant is set for the session, and stays on the pooled connection. */
    TRANSACTION_SETTING(Kind.CONNECTION),
    /** Else connections go unwrapped from one tenant's work into another's. */
    WRAPPED_CONNECTION(Kind.CONNECTION),
    /** Else support is given the right to write along with that to read. */
    READ_ONLY_GRANT(Kind.ACCESS),
    /** Else support may stay for as long as grants may last. */
    ENDING_GRANT(Kind.ACCESS),
    /** Else every tenant is served from the shared database. */
    ROUTED_PLACEMENT(Kind.PLACEMENT),
    /** Else the directory does not tell that a tenant was suspended. */
    STATUS_CHANGE(Kind.STATUS),
    /** Else the host sets the log's tenant by hand and leaves it there. */
    RESTORED_MDC(Kind.MDC);

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final Set<Kind> shows;

    Guard(Kind first, Kind... more) {
        this.shows = Set.copyOf(EnumSet.of(first, more));
    }

    /** Where its absence must show, in one of these at least. */
    Set<Kind> shows() {
        return shows;
    }
}
