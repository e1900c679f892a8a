package dev.inlay.provider.kafka;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends the events of one target to Kafka, one record each, with an idempotent producer that waits for all in-sync
 * replicas, and reads the answer so:
 *
 * <table>
 * <caption>What an answer means</caption>
 * <tr><th>answer</th><th>outcome</th></tr>
 * <tr><td>acknowledged</td><td>delivered</td></tr>
 * <tr><td>no broker, no leader, too few replicas, time-out</td><td>tried again; events of the call that were not sent
 * because one of their topic had waited in vain use up no attempt</td></tr>
 * <tr><td>record too large, invalid topic name or record</td><td>refused: the event is parked</td></tr>
 * <tr><td>credentials refused or insufficient, topic unknown, brokers too old</td><td>the target is unusable: it pauses
 * and nothing is parked; where topics are chosen per event, a topic that is unknown or closed to us holds back its own
 * events only</td></tr>
 * </table>
 *
 * <p><strong>Order.</strong> The record key is {@code tenant/stream}, so that the events of one stream lie in one
 * partition and equal keys of two tenants are two keys; events without a key have none. Attributes of CloudEvents 1.0
 * stand in {@code ce_} headers (Kafka protocol binding), with {@code tenant}, {@code streamkey}, {@code generation},
 * {@code seq}, {@code epoch}, {@code attempt} and {@code dataversion} as extensions. Adding partitions to a topic moves
 * keys, and so ends the order between what was written before and after.
 *
 * <p><strong>Once.</strong> Within an attempt the producer repeats what failed without a duplicate. It gives up well
 * before the time-out of the call, so that it repeats nothing behind the back of an attempt that was answered with
 * "retry". What remains: a record that was on the wire when the producer gave up may have been written, and the next
 * attempt writes it again, with the same {@code ce_id}; so may another node after this one was paused past its lease. A
 * consumer that keeps the last {@code generation} and {@code seq} of each stream, or the ids it has seen, drops these.
 * After a producer was replaced a late copy of an old record may even follow newer ones of its stream; {@code ce_seq}
 * tells.
 *
 * <p>A producer that failed for good, or whose credentials were refused, is replaced at the next attempt. The transport
 * starts without its brokers; until they are there each attempt says so. Reasons name the kind of failure, never an
 * address, a property's value or a payload. The client logs its properties through SLF4J, secrets hidden.
 *
 * <p>Thread-safe. The producer's thread, a daemon, belongs to the instance and ends with it.
 *
 * @since 0.1
 */
public final class KafkaTransport implements Plugin {

    private final Builder settings;
    private final KafkaDelivery delivery;

    private KafkaTransport(Builder settings) {
        this.settings = settings;
        this.delivery = new KafkaDelivery(settings);
    }

    /**
     * Begins a transport to one topic.
     *
     * @param target the name of the target: lower-case words joined by hyphens, at most 60 characters
     * @param topic 1 to 249 characters of {@code a-z A-Z 0-9 . _ -}, not {@code .} or {@code ..}
     * @return a builder
     * @throws InvalidValueException for {@code transport.target} or {@code transport.topic}
     */
    public static Builder builder(String target, String topic) {
        if (!CloudEventRecord.isTopic(topic)) {
            throw new InvalidValueException(
                    "transport.topic", "must be 1 to 249 characters of a-z A-Z 0-9 . _ -, was '" + topic + "'");
        }
        return new Builder(target, event -> topic, true);
    }

    /**
     * Begins a transport that chooses the topic for each event, for example by its type. Order holds within a topic: to
     * keep that of a stream, choose one topic for all its types. That includes
     * {@value dev.inlay.api.event.EventOperations#DISCARDED}, the type of the tombstone that takes the place of a
     * discarded event in its stream: the function is asked about tombstones as about any event, and where it knows no
     * topic for them, they are parked.
     *
     * @param target the name of the target: lower-case words joined by hyphens, at most 60 characters
     * @param topic answers a topic's name, the same for an event each time; asked on the thread that sends, must be
     *     thread-safe and quick; when it throws, or answers what is no topic's name, the event is refused
     * @return a builder
     * @throws InvalidValueException for {@code transport.target}
     */
    public static Builder builder(String target, Function<OutboundEvent, String> topic) {
        return new Builder(target, Objects.requireNonNull(topic, "topic"), false);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.kafka." + settings.target, "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(EventTransport.class, delivery);
    }

    /**
     * Makes the producer, which then looks for its brokers; does not wait for them.
     *
     * @throws InlayException {@code transport.kafka-properties} when the client refuses its properties
     */
    @Override
    public void start(PluginContext context) {
        ProducerSlot slot = new ProducerSlot(new ProducerMaker(settings, context.nodeId()));
        try {
            slot.get();
        } catch (NoProducerException e) {
            if (!e.isPassing()) {
                throw new InlayException(
                        "transport.kafka-properties", "target '" + settings.target + "': " + e.getMessage());
            }
        }
        delivery.open(slot);
    }

    @Override
    public void close() {
        delivery.close();
    }

    /** Collects a transport. Not thread-safe. */
    public static final class Builder {

        private static final Supplier<Map<String, String>> NONE = Map::of;

        final String target;
        final Function<OutboundEvent, String> topic;
        final boolean oneTopic;
        final Map<String, String> properties = new HashMap<>();
        Supplier<Map<String, String>> moreProperties = NONE;
        Function<OutboundEvent, byte[]> recordKey = CloudEventRecord::tenantAndStream;
        CloudEventsMode mode = CloudEventsMode.BINARY;
        Duration timeout = Duration.ofSeconds(10);
        int batch = 500;

        private Builder(String target, Function<OutboundEvent, String> topic, boolean oneTopic) {
            this.target = EventTransport.checkTarget(target);
            this.topic = topic;
            this.oneTopic = oneTopic;
        }

        private Builder(Builder other) {
            this(other.target, other.topic, other.oneTopic);
            this.properties.putAll(other.properties);
            this.moreProperties = other.moreProperties;
            this.recordKey = other.recordKey;
            this.mode = other.mode;
            this.timeout = other.timeout;
            this.batch = other.batch;
        }

        /**
         * Names brokers to begin with: the property {@code bootstrap.servers}.
         *
         * @param servers {@code host:port}, several separated by commas
         * @return this builder
         * @throws InvalidValueException for {@code transport.bootstrap}
         */
        public Builder bootstrap(String servers) {
            if (servers.isBlank()) {
                throw new InvalidValueException("transport.bootstrap", "must name a broker as host:port");
            }
            properties.put("bootstrap.servers", servers);
            return this;
        }

        /**
         * Adds properties of the Kafka producer, such as {@code compression.type}, {@code max.request.size} or
         * {@code ssl.truststore.location}. {@code linger.ms} is 0 and {@code enable.metrics.push} false unless set
         * here. Secrets belong into {@link #properties(Supplier)}.
         *
         * @param properties names and values
         * @return this builder
         * @throws InvalidValueException for {@code transport.properties.NAME}, where the property would undo order,
         *     idempotence or time-outs: {@code enable.idempotence} other than true, {@code acks} other than all,
         *     {@code max.in.flight.requests.per.connection} above 5, {@code retries} of 0,
         *     {@code partitioner.ignore.keys}, {@code partitioner.class}, {@code transactional.id}, the serializers and
         *     the three time-outs that follow from {@link #timeout}
         */
        public Builder properties(Map<String, String> properties) {
            this.properties.putAll(ProducerProperties.check(properties));
            return this;
        }

        /**
         * Adds properties that are asked for whenever a producer is made: at the start, and again after it was
         * replaced, for example because a password had expired. They go before those of {@link #properties(Map)}, and
         * the same are refused: the transport does not start then, or the target is unusable.
         *
         * @param properties names and values; default none; must be thread-safe and quick
         * @return this builder
         */
        public Builder properties(Supplier<Map<String, String>> properties) {
            this.moreProperties = Objects.requireNonNull(properties, "properties");
            return this;
        }

        /**
         * Sets the record key of events that have a stream. Whoever sets it says which streams share a partition.
         *
         * @param key default {@code tenant/stream} in UTF-8; must be thread-safe, quick and answer the same for a
         *     stream each time; when it throws, the event is refused
         * @return this builder
         */
        public Builder recordKey(Function<OutboundEvent, byte[]> key) {
            this.recordKey = Objects.requireNonNull(key, "key");
            return this;
        }

        /**
         * Sets how the event is laid into the record.
         *
         * @param mode default {@link CloudEventsMode#BINARY}
         * @return this builder
         */
        public Builder mode(CloudEventsMode mode) {
            this.mode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Sets how long one call may take, for one event or a batch. From it follow {@code max.block.ms} and
         * {@code request.timeout.ms} (a quarter of it each) and {@code delivery.timeout.ms} (three eighths).
         *
         * @param timeout 400 ms to 10 minutes; default 10 s; keep it below the lease of a shard
         * @return this builder
         * @throws InvalidValueException for {@code transport.timeout}
         */
        public Builder timeout(Duration timeout) {
            if (timeout.toMillis() < 400 || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new InvalidValueException("transport.timeout", "must be 400 ms to 10 minutes, was " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * Sets how many events one call takes. They share the waiting, not their fate: each has its own outcome.
         *
         * @param events 1 to 10,000; default 500
         * @return this builder
         * @throws InvalidValueException for {@code transport.batch}
         */
        public Builder batch(int events) {
            if (events < 1 || events > 10_000) {
                throw new InvalidValueException("transport.batch", "must be 1 to 10000, was " + events);
            }
            this.batch = events;
            return this;
        }

        /**
         * Builds the plug-in. Does no I/O.
         *
         * @return a plug-in to install
         * @throws InvalidValueException for {@code transport.bootstrap}, where neither a broker is named nor a supplier
         *     of properties given; for {@code transport.properties.linger.ms} above an eighth of the time-out
         */
        public KafkaTransport build() {
            if (!properties.containsKey("bootstrap.servers") && moreProperties == NONE) {
                throw new InvalidValueException("transport.bootstrap", "must name a broker as host:port");
            }
            ProducerProperties.of(properties, target, timeout);
            return new KafkaTransport(new Builder(this));
        }
    }
}
