package dev.inlay.api.event;

/**
 * What a host does with an event that came in.
 *
 * @param <X> what it throws; {@code RuntimeException} when nothing is checked
 * @since 0.1
 */
@FunctionalInterface
public interface InboxWork<X extends Exception> {

    /**
     * Does the work, in the transaction that was handed to the {@link Inbox}.
     *
     * @return what a repetition is to be answered, too
     * @throws X as it likes; the event then counts as not received
     */
    Response apply() throws X;
}
