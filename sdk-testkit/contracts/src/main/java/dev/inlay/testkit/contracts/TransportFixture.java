package dev.inlay.testkit.contracts;

import dev.inlay.spi.event.EventTransport;
import java.time.Duration;

/**
 * A transport under test and the receiver at its other end.
 *
 * @since 0.1
 */
public interface TransportFixture extends AutoCloseable {

    /**
     * The transport, ready for use, connected to a receiver that asks {@link #receiver()} what to do.
     *
     * @return the same object each time
     */
    EventTransport transport();

    /**
     * What arrived, and what to answer.
     *
     * @return the same object each time
     */
    ScriptedReceiver receiver();

    /**
     * The transport's time-out.
     *
     * @return a few hundred milliseconds, so that the contract does not wait long
     */
    Duration timeout();

    /**
     * Ends the receiver so that nobody answers any more.
     *
     * @throws Exception fails the requirement
     */
    void disconnect() throws Exception;

    /** Gives back what the fixture took. Called once. */
    @Override
    void close();
}
