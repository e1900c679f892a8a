package dev.inlay.provider.feign.internal;

import feign.Client;

/** A Feign client with a life. Follows no redirects, repeats nothing, and ends within the settings' time-out. */
interface Exchanges extends Client, AutoCloseable {

    /** Enough for an ordinary answer to be read to its end, so that its connection can serve again. */
    int MAX_BODY = 2 * 1024;

    /** How long an answer whose head is there is read on, in milliseconds. */
    int BODY_PATIENCE = 1_000;

    /** Cuts off what is in flight, and ends every thread. */
    @Override
    void close();
}
