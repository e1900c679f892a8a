package dev.inlay.testkit.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * Writes down what arrives, and says what the receiving end is to answer. A fixture's server calls {@link #receive} for
 * each arrival and does what it says. Thread-safe.
 *
 * @since 0.1
 */
public final class ScriptedReceiver implements AutoCloseable {

    private final List<Arrival> arrivals = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<Arrival, Answer> script = arrival -> Answer.ACCEPT;

    /** Creates a receiver that accepts everything. */
    public ScriptedReceiver() {}

    /**
     * Takes what arrived.
     *
     * @param arrival what arrived
     * @return what to answer
     */
    public Answer receive(Arrival arrival) {
        synchronized (arrivals) {
            arrivals.add(arrival);
            arrivals.notifyAll();
        }
        return script.apply(arrival);
    }

    /**
     * Blocks until the receiver is closed: what a server does for {@link Answer#SILENCE}.
     *
     * @throws InterruptedException when interrupted
     */
    public void staySilent() throws InterruptedException {
        closed.await();
    }

    /** Lets go of everybody who stays silent. */
    @Override
    public void close() {
        closed.countDown();
    }

    void answers(Function<Arrival, Answer> answers) {
        script = Objects.requireNonNull(answers, "answers");
    }

    void answers(Answer always) {
        answers(arrival -> always);
    }

    List<Arrival> arrivals() {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }

    void awaitArrivals(int count) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        synchronized (arrivals) {
            while (arrivals.size() < count) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("waited in vain for arrival " + count + ", have " + arrivals.size());
                }
                arrivals.wait(left);
            }
        }
    }

    /** What a receiver does with an event. */
    public enum Answer {
        /** Applies it and says so. */
        ACCEPT,
        /** Fails for a reason of its own, for example 500. */
        FAIL,
        /** Asks to come back after {@link EventTransportContract#BUSY_FOR}, for example 429 with Retry-After. */
        BUSY,
        /** Refuses this event for good, for example 422. */
        REFUSE,
        /** Refuses the sender, for example 401. */
        REFUSE_SENDER,
        /** Applies it, then breaks the connection without an answer. */
        LOSE_ANSWER,
        /** Keeps the connection open and says nothing, see {@link ScriptedReceiver#staySilent()}. */
        SILENCE
    }

    /**
     * What arrived at the receiver.
     *
     * @param eventId the id that the receiver knows the event by, for example its Idempotency-Key without quotes
     * @param payload the event's own bytes, without any envelope; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    public record Arrival(String eventId, byte[] payload) {}
}
