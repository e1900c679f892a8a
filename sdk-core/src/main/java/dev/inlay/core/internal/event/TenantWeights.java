package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryShares;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant weighs, as far as it is known: asking may block, so it is done by one thread of its own, and until
 * it has been done a tenant has the default weight. Turns belong to that thread; everything else is thread-safe and
 * neither blocks nor fails.
 */
final class TenantWeights {

    private static final long LOOK = 500_000_000L;

    private final Function<TenantId, OptionalInt> asking;
    private final LongSupplier version;
    private final RelayClock clock;
    private final Doorbell bell = new Doorbell();
    private final Map<TenantId, Integer> weights = new ConcurrentHashMap<>();
    private final Set<TenantId> unanswered = ConcurrentHashMap.newKeySet();
    private final AtomicLong revision = new AtomicLong();
    private @Nullable Long asked;

    /** Asking answers empty where the tenant is not known; the version is another one when any answer may be. */
    TenantWeights(Function<TenantId, OptionalInt> asking, LongSupplier version, RelayClock clock) {
        this.asking = asking;
        this.version = version;
        this.clock = clock;
    }

    /** The same weight for everyone; needs no turns. */
    static TenantWeights equal(RelayClock clock) {
        return new TenantWeights(tenant -> OptionalInt.empty(), () -> 0, clock);
    }

    /** Rung when a turn comes early. */
    Doorbell bell() {
        return bell;
    }

    /** What a tenant weighs; one that was never asked for before is looked up soon. */
    int of(TenantId tenant) {
        Integer known = weights.putIfAbsent(tenant, DeliveryShares.DEFAULT_WEIGHT);
        if (known != null) {
            return known;
        }
        unanswered.add(tenant);
        bell.ring();
        return DeliveryShares.DEFAULT_WEIGHT;
    }

    /** Another number when an answer of {@link #of} changed. */
    long revision() {
        return revision.get();
    }

    /**
     * Asks for whom it was not done yet, or for all when anything changed. Answers when the next turn is due. A failure
     * keeps no other tenant waiting, and is asked again.
     */
    long turn() {
        long now = version.getAsLong();
        if (asked == null || asked != now) {
            unanswered.addAll(weights.keySet());
            asked = now;
        }
        ask();
        return clock.now() + LOOK;
    }

    private void ask() {
        @Nullable RuntimeException failure = null;
        boolean changed = false;
        for (TenantId tenant : List.copyOf(unanswered)) {
            try {
                int weight = bounded(asking.apply(tenant));
                Integer before = weights.put(tenant, weight);
                changed |= before == null || before != weight;
                unanswered.remove(tenant);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (changed) {
            revision.incrementAndGet();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static int bounded(OptionalInt weight) {
        return Math.max(1, Math.min(DeliveryShares.LARGEST_WEIGHT, weight.orElse(DeliveryShares.DEFAULT_WEIGHT)));
    }
}
