package dev.inlay.provider.kafka;

import static java.util.Map.entry;

import dev.inlay.api.error.InvalidValueException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the producer is made with: the host's own properties, and those that keep our promises. */
final class ProducerProperties {

    private static final String FIELD = "transport.properties.";
    private static final int MOST_IN_FLIGHT = 5;

    private static final Map<String, String> RESERVED = Map.ofEntries(
            entry("transactional.id", "the transport is idempotent, not transactional"),
            entry("key.serializer", "keys are bytes"),
            entry("value.serializer", "values are bytes"),
            entry("delivery.timeout.ms", "it follows from timeout(Duration)"),
            entry("request.timeout.ms", "it follows from timeout(Duration)"),
            entry("max.block.ms", "it follows from timeout(Duration)"),
            entry("partitioner.class", "a key must stay in one partition"));

    private static final Map<String, Set<String>> ONLY = Map.of(
            "enable.idempotence", Set.of("true"),
            "acks", Set.of("all", "-1"),
            "partitioner.ignore.keys", Set.of("false"));

    private ProducerProperties() {}

    /** Refuses what would undo order, idempotence or time-outs; names the property and never its value. */
    static Map<String, String> check(Map<String, String> own) {
        own.forEach((name, value) -> {
            if (RESERVED.containsKey(name)) {
                throw new InvalidValueException(FIELD + name, "cannot be set: " + RESERVED.get(name));
            }
            Set<String> allowed = ONLY.get(name);
            if (allowed != null && !allowed.contains(value.strip().toLowerCase(Locale.ROOT))) {
                throw new InvalidValueException(
                        FIELD + name,
                        "must be " + String.join(" or ", allowed) + ", or order and idempotence are lost");
            }
        });
        within(own, "max.in.flight.requests.per.connection", 1, MOST_IN_FLIGHT);
        within(own, "retries", 1, Integer.MAX_VALUE);
        return own;
    }

    private static void within(Map<String, String> own, String name, int min, int max) {
        String value = own.get(name);
        if (value == null) {
            return;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new InvalidValueException(
                FIELD + name, "must be " + min + " to " + max + ", or order and idempotence are lost");
    }

    /**
     * Everything for a producer. A call may block for a quarter of the time-out per step until it has handed its
     * records over (waiting for metadata or memory), and a record then has less than half of it until it fails for
     * good: the producer gives up before the caller does.
     */
    static Map<String, Object> of(Map<String, String> own, String clientId, Duration timeout) {
        long quarter = quarter(timeout);
        Map<String, Object> all = new HashMap<>();
        all.put("client.id", clientId);
        all.put("linger.ms", "0");
        all.put("enable.metrics.push", "false");
        all.putAll(own);
        within(own, "linger.ms", 0, (int) (quarter / 2));
        all.put("enable.idempotence", "true");
        all.put("acks", "all");
        all.put("max.block.ms", Long.toString(quarter));
        all.put("request.timeout.ms", Long.toString(quarter));
        all.put("delivery.timeout.ms", Long.toString(quarter + quarter / 2));
        return all;
    }

    /** A quarter of the time-out in milliseconds. */
    static long quarter(Duration timeout) {
        return timeout.toMillis() / 4;
    }
}
