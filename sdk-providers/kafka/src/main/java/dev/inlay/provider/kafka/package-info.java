/**
 * Delivery to Kafka. The front door is {@link dev.inlay.provider.kafka.KafkaTransport}, which a host installs; the rest
 * of it is in the room itself.
 */
@NullMarked
package dev.inlay.provider.kafka;

import org.jspecify.annotations.NullMarked;
