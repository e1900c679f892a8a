package dev.inlay.example.benchmarks;

import java.sql.SQLException;

/**
 * An outbox, or what stands for the floor under one: fills its tables, then empties them into a receiver that does
 * nothing.
 */
interface OutboxContender {

    /** The payload of every event: about 400 bytes of JSON, told apart by a number. */
    static String payload(int number) {
        return "{\"claim\":\"c-" + number + "\",\"clinic\":\"north\",\"amount\":12345,\"currency\":\"NOK\",\"lines\":["
                + LINES + "]}";
    }

    String LINES = "{\"code\":\"A1\",\"text\":\"consultation, first\",\"units\":1,\"price\":4115},".repeat(4)
            + "{\"code\":\"B2\",\"text\":\"laboratory\",\"units\":2,\"price\":4115}";

    /** How many keys the keyed events are spread over. */
    int KEYS = 1_000;

    /**
     * Fills the tables; nothing is delivered yet.
     *
     * @param events how many
     * @param keyed whether they belong to one of {@link #KEYS} streams
     */
    void load(int events, boolean keyed) throws SQLException;

    /**
     * Delivers and removes everything.
     *
     * @param events how many are there
     * @return seconds from the first delivery, or the first read, to the last removal
     */
    double drain(int events) throws Exception;
}
