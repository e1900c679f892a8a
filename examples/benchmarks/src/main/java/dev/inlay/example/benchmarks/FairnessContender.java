package dev.inlay.example.benchmarks;

import java.sql.SQLException;

/** One way of bringing out events of two tenants to one receiver that takes its time. */
interface FairnessContender {

    /**
     * Fills the tables with the busy tenant's events; nothing is delivered yet.
     *
     * @param events how many
     */
    void load(int events) throws SQLException;

    /** Starts to deliver to the receiver, on as many threads as it has. */
    Running start(Receiver receiver) throws SQLException;

    /** Takes about a millisecond for each event. */
    interface Receiver {

        /** Called once per event with its payload. */
        void take(String payload);
    }

    /** Delivers until it is closed. */
    interface Running extends AutoCloseable {

        /** Publishes one event of the quiet tenant in a transaction of its own. */
        void publish(String payload) throws SQLException;

        @Override
        void close();
    }
}
