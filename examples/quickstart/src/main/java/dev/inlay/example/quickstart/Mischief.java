package dev.inlay.example.quickstart;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Decides what goes wrong with a request, from the seed, the claim and how often it has come: the same day goes wrong
 * in the same way each time. The third request for a claim always goes well. Thread-safe.
 */
final class Mischief {

    /** What happens to a request. */
    enum Fate {
        /** It is served. */
        SERVED,
        /** 500, nothing applied. */
        ERROR,
        /** 503, nothing applied. */
        UNAVAILABLE,
        /** 429 with Retry-After, nothing applied. */
        BUSY,
        /** Applied, and the connection closed without an answer. */
        ANSWER_LOST,
        /** Applied, and answered after the sender has given up. */
        ANSWER_LATE
    }

    private final long seed;
    private final Map<String, Integer> requests = new HashMap<>();
    private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);

    Mischief(long seed) {
        this.seed = seed;
    }

    synchronized Fate next(String tenant, String claim) {
        int nth = Objects.requireNonNull(requests.merge(tenant + '/' + claim, 1, Integer::sum));
        Fate fate =
                fate(new SplittableRandom(seed ^ (31L * (tenant + '/' + claim).hashCode() + nth)).nextInt(100), nth);
        counts.merge(fate, 1, Integer::sum);
        return fate;
    }

    private static Fate fate(int dice, int nth) {
        if (nth > 2) {
            return Fate.SERVED;
        }
        if (dice < 4) {
            return Fate.ERROR;
        }
        if (dice < 7) {
            return Fate.UNAVAILABLE;
        }
        if (dice < 9) {
            return Fate.BUSY;
        }
        if (dice < 15) {
            return Fate.ANSWER_LOST;
        }
        return dice < 19 ? Fate.ANSWER_LATE : Fate.SERVED;
    }

    synchronized int count(Fate fate) {
        return Objects.requireNonNull(counts.getOrDefault(fate, 0));
    }
}
