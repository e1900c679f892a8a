package dev.inlay.provider.kafka;

import dev.inlay.api.error.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers, each with the properties of the moment: credentials may have changed. Thread-safe. */
final class ProducerMaker implements Supplier<Producer<byte[], byte[]>> {

    private final KafkaTransport.Builder settings;
    private final String clientId;

    ProducerMaker(KafkaTransport.Builder settings, String nodeId) {
        this.settings = settings;
        this.clientId = "inlay-" + settings.target + "-" + nodeId;
    }

    @Override
    public Producer<byte[], byte[]> get() {
        Map<String, Object> all = ProducerProperties.of(own(), clientId, settings.timeout);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // the producer's thread inherits the loader, and classes that properties name are looked up in it
        thread.setContextClassLoader(KafkaProducer.class.getClassLoader());
        try {
            return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw noProducer(e, all);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Map<String, String> own() {
        Map<String, String> own = new HashMap<>(settings.properties);
        try {
            own.putAll(ProducerProperties.check(settings.moreProperties.get()));
        } catch (RuntimeException e) {
            throw new NoProducerException(
                    "the supplier of properties failed or gave what cannot be set: " + named(e), false);
        }
        if (!own.containsKey("bootstrap.servers")) {
            throw new NoProducerException("no bootstrap.servers are given", false);
        }
        return own;
    }

    private static String named(RuntimeException failure) {
        return failure instanceof InvalidValueException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }

    /** The client's messages may hold values, so that only names of properties are taken from them. */
    private static NoProducerException noProducer(KafkaException failure, Map<String, Object> all) {
        StringBuilder told = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            told.append(cause.getMessage()).append('\n');
        }
        if (told.indexOf("resolvable bootstrap") >= 0) {
            return new NoProducerException("no name in bootstrap.servers can be resolved", true);
        }
        String names = all.keySet().stream()
                .filter(name -> told.indexOf(name) >= 0)
                .sorted()
                .reduce((a, b) -> a + ", " + b)
                .orElse("none of them by name");
        return new NoProducerException("the Kafka client refuses its properties; it speaks of: " + names, false);
    }
}
