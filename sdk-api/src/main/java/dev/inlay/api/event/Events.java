package dev.inlay.api.event;

import java.sql.Connection;
import java.util.List;

/**
 * Publishes events of the bound tenant. Thread-safe; every call blocks for the database.
 *
 * <p>What the receiver gets: one that checks the sequence number gets each key's events in order and once; one that
 * honours the Idempotency-Key gets each once within its retention, order not promised; one that does neither gets each
 * at least once.
 *
 * @since 0.1
 */
public interface Events {

    /**
     * Writes an event in the host's transaction: it is delivered when and only when the transaction commits. Payload
     * bytes are frozen here. Events of one key are numbered in commit order, without gaps; the key stays locked until
     * the transaction ends. Several keys are locked in the order in which they are published: publish them in sorted
     * order or through {@link #publishAll}, or be ready to run the transaction again. A delayed event is numbered when
     * it falls due. The connection must lead to the tenant's database, as those of {@code Inlay.dataSource()} do.
     *
     * @param tx the host's connection, autocommit off
     * @param event what happened
     * @return the event's id
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.StoreException with code {@code placement.unknown} when nobody knows where the
     *     tenant's rows are
     * @throws dev.inlay.api.error.InvalidValueException naming the field: {@code tx} in autocommit mode, an unknown
     *     {@code event.target}, a payload that cannot be written or is larger than 1 MiB, an {@code event.notBefore}
     *     more than 3,650 days ahead, a {@code event.requestId} that was used with other content; the transaction stays
     *     usable
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    Published publish(Connection tx, ErpEvent event);

    /**
     * Writes several events in the host's transaction, as {@link #publish} does one by one in the order given, but in
     * few statements, and with all keys locked in sorted order, so that two such calls never lock each other out. All
     * are written, or none.
     *
     * @param tx the host's connection, autocommit off
     * @param events what happened, in the order in which it did; may be none
     * @return the answers in the order given
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     * @throws dev.inlay.api.error.StoreException with code {@code placement.unknown} when nobody knows where the
     *     tenant's rows are
     * @throws dev.inlay.api.error.InvalidValueException as {@link #publish} does, naming the field of the event, such
     *     as {@code events[3].target}; nothing of the call is written then, and the transaction stays usable
     * @throws dev.inlay.api.error.TransactionLostException when the whole transaction must be run again
     */
    List<Published> publishAll(Connection tx, List<ErpEvent> events);

    /**
     * What an operator sees and does: no tenant needs to be bound.
     *
     * @return the same object each time
     */
    EventOperations operations();
}
