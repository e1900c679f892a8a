package dev.inlay.api.event;

import java.sql.Connection;

/**
 * Takes events of the bound tenant in, each once in effect however often it is sent. Thread-safe; every call blocks for
 * the database, and for another transaction that is receiving the same event.
 *
 * <p>An event is known by tenant, consumer, source and event id, compared byte for byte. What is remembered is
 * forgotten after the inbox's retention ({@code InlayBuilder.inboxRetention}, default 30 days): a repetition that comes
 * later than that is a new event.
 *
 * <p>At READ COMMITTED a repetition never fails the host's transaction. At a higher level of isolation, one that was
 * received after the transaction's first look cannot be seen: that is a
 * {@link dev.inlay.api.error.TransactionLostException}.
 *
 * @since 0.1
 */
public interface Inbox {

    /**
     * Does the work for an event in the host's transaction, unless it was done before. The first time, the work runs
     * and its response is kept with the event; a repetition runs nothing and gets that response. While another
     * transaction is receiving the same event, waits: for its response, or, when it rolls back, to do the work here.
     *
     * <p>When the work throws, the event counts as not received, even where the transaction commits all the same; what
     * the work wrote by then is the host's to roll back.
     *
     * @param tx the host's connection, autocommit off, for all that the work writes
     * @param consumer who works on it, where several parts of a product receive the same event; 1 to 100 characters
     * @param event what came in
     * @param work what to do
     * @param <X> what the work throws
     * @return {@link Received.Outcome#APPLIED} or {@link Received.Outcome#DUPLICATE}
     * @throws X what the work throws
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InlayException with code {@code inbox.fingerprint}, not retryable, when the id was
     *     used for an event with other content; nothing is written, and the transaction stays usable
     * @throws dev.inlay.api.error.InvalidValueException naming the field; the transaction stays usable
     * @throws dev.inlay.api.error.StoreException with code {@code store.no-inbox} where the installed stores have none
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    <X extends Exception> Received receive(Connection tx, String consumer, InboundEvent event, InboxWork<X> work)
            throws X;

    /**
     * The same for an event that has a place in a stream, as those that Inlay sends have: works on each once and in
     * order, per tenant, consumer, source and key. A stream begins at seq 1; a higher generation begins it anew. Locks
     * the stream until the transaction ends. How far each stream was received is kept for good.
     *
     * @param tx the host's connection, autocommit off, for all that the work writes
     * @param consumer who works on it; 1 to 100 characters
     * @param event what came in, with {@link InboundEvent.Builder#stream}
     * @param work what to do
     * @param <X> what the work throws
     * @return any {@link Received.Outcome}
     * @throws X what the work throws
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.InlayException with code {@code inbox.fingerprint}, see {@link #receive}
     * @throws dev.inlay.api.error.InvalidValueException naming the field: {@code event.stream} when it has none
     * @throws dev.inlay.api.error.StoreException with code {@code store.no-inbox} where the installed stores have none
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    <X extends Exception> Received receiveInOrder(Connection tx, String consumer, InboundEvent event, InboxWork<X> work)
            throws X;
}
