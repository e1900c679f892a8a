/**
 * Sends events to Kafka as CloudEvents 1.0, in the order of their streams.
 *
 * <p>The front door is {@link dev.inlay.provider.kafka.KafkaTransport}: one class that is configured and started, one
 * that sends a call's events and waits for the brokers, one that writes the record, one that reads the answer.
 */
@SuppressWarnings("requires-automatic") // the Kafka client ships no descriptor
module dev.inlay.provider.kafka {
    requires transitive dev.inlay.spi;
    requires kafka.clients;
    requires static org.jspecify;

    exports dev.inlay.provider.kafka;
}
