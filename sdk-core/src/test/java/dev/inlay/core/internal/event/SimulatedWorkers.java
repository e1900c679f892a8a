package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls that take simulated time, and hang where their target's may. Checks at each start that no more are under way
 * than the target, the tenant, and the tenant at that target may have.
 */
final class SimulatedWorkers implements Workers {

    private static final long SHORTEST = 100_000;
    private static final long LOOK = 20_000_000;

    private final RelayClock clock;
    private final RelayOptions options;
    private final Random random;
    private final Map<String, Long> longest;
    private final Set<String> hanging;
    private final PriorityQueue<Job> jobs =
            new PriorityQueue<>(Comparator.comparingLong((Job job) -> job.at).thenComparingLong(job -> job.number));
    private final Map<Strand, Job> strands = new LinkedHashMap<>();
    private final List<Job> underWay = new ArrayList<>();
    private long number;
    private int orders;

    /** Calls take so long at the most by target, 5 ms where nothing is said; some targets' may hang. */
    SimulatedWorkers(
            RelayClock clock, RelayOptions options, Random random, Map<String, Long> longest, Set<String> hanging) {
        this.clock = clock;
        this.options = options;
        this.random = random;
        this.longest = longest;
        this.hanging = hanging;
    }

    @Override
    public void start(String target, Runnable attempt) {
        orders++;
        begin(target, (Convoy) attempt);
    }

    /** How often the relay gave a worker something to do. */
    int orders() {
        return orders;
    }

    private void begin(String target, Convoy convoy) {
        long takes = SHORTEST
                + random.nextInt(longest.getOrDefault(target, 5_000_000L).intValue());
        Job job = new Job(clock.now() + takes, number++, target, convoy);
        jobs.add(job);
        underWay.add(job);
        check(target);
    }

    private void check(String target) {
        TargetTerms terms = TargetTerms.of(options, target);
        Map<TenantId, Integer> here = new HashMap<>();
        Map<TenantId, Integer> everywhere = new HashMap<>();
        int calls = 0;
        for (Job job : underWay) {
            calls += job.target.equals(target) ? 1 : 0;
            for (TenantId tenant : tenants(job.convoy)) {
                everywhere.merge(tenant, 1, Integer::sum);
                here.merge(tenant, job.target.equals(target) ? 1 : 0, Integer::sum);
            }
        }
        require(calls <= terms.places(), calls + " calls to " + target);
        here.forEach((tenant, count) ->
                require(count <= terms.placesPerTenant(), count + " calls for " + tenant + " to " + target));
        everywhere.forEach((tenant, count) -> require(count <= options.perTenant(), count + " calls for " + tenant));
    }

    private static Set<TenantId> tenants(Convoy convoy) {
        Set<TenantId> tenants = new HashSet<>();
        for (Attempt attempt : convoy.unmade(false)) {
            tenants.add(attempt.lane().lane().tenant());
        }
        return tenants;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("more than may be under way: " + what);
        }
    }

    /** Makes what is due. */
    void turn(long now) {
        while (!jobs.isEmpty() && jobs.peek().at <= now) {
            Job job = jobs.remove();
            if (hanging.contains(job.target)) {
                goOn(new Strand(() -> job.following = job.convoy.make()), job);
            } else {
                job.following = job.convoy.make();
                ended(job);
            }
        }
        for (Map.Entry<Strand, Job> strand : List.copyOf(strands.entrySet())) {
            if (strand.getKey().isDue()) {
                strands.remove(strand.getKey());
                goOn(strand.getKey(), strand.getValue());
            }
        }
    }

    private void goOn(Strand strand, Job job) {
        if (strand.goOn()) {
            ended(job);
        } else {
            strands.put(strand, job);
        }
    }

    private void ended(Job job) {
        underWay.remove(job);
        if (job.following != null) {
            begin(job.target, job.following);
        }
    }

    long nextDue() {
        long next = jobs.isEmpty() ? Long.MAX_VALUE : jobs.peek().at;
        return strands.isEmpty() ? next : Math.min(next, clock.now() + LOOK);
    }

    /** Nothing that is under way goes on. */
    void kill() {
        strands.keySet().forEach(Strand::cut);
        strands.clear();
        jobs.clear();
    }

    @Override
    public void close() {}

    /** A convoy that a worker is at. */
    private static final class Job {
        private final long at;
        private final long number;
        private final String target;
        private final Convoy convoy;
        private @Nullable Convoy following;

        private Job(long at, long number, String target, Convoy convoy) {
            this.at = at;
            this.number = number;
            this.target = target;
            this.convoy = convoy;
        }
    }
}
