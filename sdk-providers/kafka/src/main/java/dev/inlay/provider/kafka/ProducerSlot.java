package dev.inlay.provider.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the producer that is in use. One that failed for good is put away, and the next call makes another.
 * Thread-safe.
 */
final class ProducerSlot {

    private final Supplier<Producer<byte[], byte[]>> maker;
    private @Nullable Producer<byte[], byte[]> current;
    private boolean closed;

    ProducerSlot(Supplier<Producer<byte[], byte[]>> maker) {
        this.maker = maker;
    }

    /** The producer in use, or a new one; null when closed. Whatever keeps it from being made is thrown. */
    synchronized @Nullable Producer<byte[], byte[]> get() {
        if (current == null && !closed) {
            current = maker.get();
        }
        return current;
    }

    /** Puts a producer away, unless somebody did so before. What is on its way with it fails. */
    void discard(Producer<byte[], byte[]> failed) {
        synchronized (this) {
            if (current != failed) {
                return;
            }
            current = null;
        }
        failed.close(Duration.ZERO);
    }

    /** Ends the producer and its thread. What is on its way fails. */
    void close() {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = current;
            current = null;
        }
        if (last != null) {
            last.close(Duration.ZERO);
        }
    }
}
