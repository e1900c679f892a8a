package dev.inlay.provider.feign.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers answers for a while. While one caller asks again, others go on with what is known; when asking fails, so
 * does everybody, for {@link #GRACE} after the last answer. That there is none is never remembered, nor is what is not
 * worth it: it also makes forget what was known before. Thread-safe; holds no lock while it asks.
 *
 * @param <K> what is asked for
 * @param <V> what is answered
 */
public final class ShortMemory<K, V> {

    /** How long an answer stands in for one that cannot be had. */
    public static final Duration GRACE = Duration.ofMinutes(10);

    private final Source<K, V> source;
    private final Predicate<V> worth;
    private final Duration keep;
    private final InstantSource clock;
    private final Map<K, Known<V>> known;

    /**
     * Creates a memory.
     *
     * @param source is asked
     * @param worth says which answers are remembered
     * @param keep how long an answer is good
     * @param most how many answers are kept, those used last
     * @param clock the instance's
     */
    public ShortMemory(Source<K, V> source, Predicate<V> worth, Duration keep, int most, InstantSource clock) {
        this.source = source;
        this.worth = worth;
        this.keep = keep;
        this.clock = clock;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Known<V>> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Knows the answers.
     *
     * @param <K> what is asked for
     * @param <V> what is answered
     */
    @FunctionalInterface
    public interface Source<K, V> {

        /**
         * Answers. May block.
         *
         * @param key what is asked for
         * @return empty when there is none
         * @throws Exception when it cannot be told
         */
        Optional<V> find(K key) throws Exception;
    }

    private static final class Known<V> {

        final V answer;
        final Instant since;
        final AtomicBoolean asking = new AtomicBoolean();
        volatile Instant goodUntil;

        Known(V answer, Instant since, Instant goodUntil) {
            this.answer = answer;
            this.since = since;
            this.goodUntil = goodUntil;
        }
    }

    /**
     * The answer, remembered or asked for.
     *
     * @param key what is asked for
     * @return empty when there is none
     * @throws Exception what the source threw
     */
    public Optional<V> get(K key) throws Exception {
        Known<V> found = find(key);
        if (found == null) {
            return ask(key);
        }
        if (clock.instant().isBefore(found.goodUntil) || !found.asking.compareAndSet(false, true)) {
            return Optional.of(found.answer);
        }
        try {
            return ask(key);
        } catch (Exception e) {
            if (e instanceof InterruptedException || !clock.instant().isBefore(found.since.plus(GRACE))) {
                throw e;
            }
            found.goodUntil = clock.instant().plus(keep);
            return Optional.of(found.answer);
        } finally {
            found.asking.set(false);
        }
    }

    private @Nullable Known<V> find(K key) {
        synchronized (known) {
            return known.get(key);
        }
    }

    private Optional<V> ask(K key) throws Exception {
        Instant now = clock.instant();
        Optional<V> answer = source.find(key);
        synchronized (known) {
            answer.filter(worth)
                    .ifPresentOrElse(
                            value -> known.put(key, new Known<>(value, now, now.plus(keep))), () -> known.remove(key));
        }
        return answer;
    }

    /**
     * Asks anew the next time, because what is known did not work.
     *
     * @param key what is asked for
     */
    public void doubt(K key) {
        Known<V> found = find(key);
        if (found != null) {
            found.goodUntil = Instant.MIN;
        }
    }
}
