package dev.inlay.provider.jooq.isolation;

/** Where one tenant can meet another. */
enum Kind {
    BINDING,
    THREAD,
    MDC,
    ROWS,
    CONNECTION,
    CACHE,
    FILES,
    HEADERS,
    MESSAGES,
    USAGE,
    EVENTS,
    AUDIT,
    STATUS,
    ACCESS,
    PLACEMENT
}
