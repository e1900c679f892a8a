package dev.inlay.provider.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** A broker, which is its own controller, in this process, on loopback and in a folder that it removes. */
final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder = Files.createTempDirectory("inlay-kafka");
    private final int port = freePort(20_000);
    private final int controller = freePort(26_000);
    private final Map<String, String> more;
    private @Nullable KafkaRaftServer server;

    Broker(Map<String, String> more) throws Exception {
        this.more = more;
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
        start();
    }

    static Broker open() throws Exception {
        return new Broker(Map.of());
    }

    void start() {
        KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
        started.startup();
        server = started;
    }

    /** Stops it; what it has written stays, and so does its address. */
    void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    private Properties properties() {
        Properties all = new Properties();
        all.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", folder.toString(),
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "log.message.timestamp.type", "CreateTime"));
        all.put("log.segment.bytes", "10485760");
        all.put("log.index.size.max.bytes", "65536");
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "2");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("controlled.shutdown.enable", "false");
        all.putAll(more);
        return all;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String topic(String name, int partitions) {
        return topic(name, partitions, Map.of());
    }

    String topic(String name, int partitions, Map<String, String> configs) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configs)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("cannot create topic " + name, e);
        }
        return name;
    }

    void deleteTopic(String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.deleteTopics(List.of(name)).all().get();
        }
    }

    /** Everything in a topic from its beginning, in the order of its partitions, once so many are there. */
    List<Seen> read(String topic, int count) {
        return read(topic, all -> all.size() >= count, count + " records");
    }

    /** Everything in a topic from its beginning, up to where it ends now. */
    List<Seen> readToTheEnd(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
            long end = consumer.endOffsets(consumer.assignment()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            return read(topic, all -> all.size() >= end, end + " records");
        }
    }

    private List<Seen> read(String topic, Predicate<List<Seen>> enough, String wanted) {
        List<Seen> found = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
            while (!enough.test(found)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "waited in vain for " + wanted + " in " + topic + ", have " + found.size());
                }
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(new Seen(record)));
            }
        }
        return found;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Ends it and removes its folder. */
    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Below the ports that the system gives to connections, so that none takes it while the broker is away. */
    private static int freePort(int from) throws IOException {
        while (true) {
            int candidate = from + ThreadLocalRandom.current().nextInt(6_000);
            try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // somebody else's
            }
        }
    }

    /** What a consumer sees of an event. */
    record Seen(ConsumerRecord<byte[], byte[]> raw) {

        String header(String name) {
            Header header = Objects.requireNonNull(raw.headers().lastHeader(name), name);
            return new String(header.value(), StandardCharsets.UTF_8);
        }

        Optional<String> key() {
            return Optional.ofNullable(raw.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }

        String id() {
            return header("ce_id");
        }

        String text() {
            return new String(raw.value(), StandardCharsets.UTF_8);
        }
    }
}
