package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Takes a host through steps that follow from a seed. Which step does what, for whom and with which dice is decided
 * here, on one thread; only how the steps that run at once interleave is left to the machine. Ends at the first step
 * after something went wrong.
 */
final class Walk {

    /** One less than there are workers: what a step hands on always finds one. */
    private static final int AT_ONCE = 3;

    private static final int REMEMBERED = 12;
    private static final int ALONE_ONCE_IN = 150;

    private final World world;
    private final long seed;
    private final Deque<String> last = new ArrayDeque<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Operations bound = new Operations();
    private final Operations unbound = new Operations();
    private final Operations alone = new Operations();

    Walk(World world, long seed) {
        this.world = world;
        this.seed = seed;
        Operations simple = new Operations();
        Files files = new Files();
        List.of(simple, bound).forEach(operations -> {
            files.into(operations);
            Caches.into(operations);
            Claims.into(operations);
            Books.into(operations);
        });
        new Scopes(bound).into(bound);
        new Carriers(simple).into(bound);
        Connections.into(bound);
        Unbound.into(unbound);
        Connections.intoUnbound(unbound);
        Unbound.intoAlone(alone);
        Grants.intoUnbound(unbound);
        Grants.intoAlone(alone);
        Headers headers = new Headers(simple);
        headers.into(bound);
        headers.intoUnbound(unbound);
        headers.intoAlone(alone);
        Messages messages = new Messages(simple);
        messages.into(bound);
        messages.intoUnbound(unbound);
        messages.intoAlone(alone);
    }

    /** Goes so many steps, or until something is wrong. */
    void go(int steps) throws Exception {
        SplittableRandom dice = new SplittableRandom(seed);
        for (int step = 1; step <= steps && world.oracle.isContent(); step++) {
            world.workers.at(step);
            next(step, dice);
        }
        world.workers.awaitQuiet();
    }

    private void next(int step, SplittableRandom dice) throws InterruptedException {
        TenantId tenant = World.TENANTS.get(dice.nextInt(World.TENANTS.size()));
        Turn turn = new Turn(world, step, tenant, dice.split());
        if (dice.nextInt(ALONE_ONCE_IN) == 0) {
            Operation operation = alone.choose(dice);
            remember(turn, "alone", List.of(operation));
            world.workers.awaitQuiet();
            world.workers.execute(() -> operation.run(turn));
            world.workers.awaitQuiet();
        } else if (dice.nextInt(4) == 0) {
            Operation operation = unbound.choose(dice);
            remember(turn, "unbound", List.of(operation));
            hand(() -> operation.run(turn));
        } else {
            List<Operation> operations = several(dice);
            remember(turn, "bound", operations);
            hand(() -> work(turn, operations));
        }
    }

    private List<Operation> several(SplittableRandom dice) {
        List<Operation> operations = new ArrayList<>();
        for (int left = 1 + dice.nextInt(3); left > 0; left--) {
            operations.add(bound.choose(dice));
        }
        return operations;
    }

    private void hand(Runnable work) throws InterruptedException {
        if (!places.tryAcquire(60, TimeUnit.SECONDS)) {
            throw new AssertionError("no step has ended within a minute; " + this);
        }
        world.workers.execute(() -> {
            try {
                work.run();
            } finally {
                places.release();
            }
        });
    }

    private static void work(Turn turn, List<Operation> operations) {
        new Operation(
                        "bind",
                        Kind.BINDING,
                        1,
                        now -> Scopes.bind(turn, () -> {
                            turn.bound();
                            operations.forEach(operation -> operation.run(turn));
                            turn.bound();
                        }))
                .run(turn);
    }

    private void remember(Turn turn, String how, List<Operation> operations) {
        last.addLast(turn.step + " " + turn.tenant + " " + how + " " + operations);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
    }

    /** All that a walk of some length does. */
    List<String> operations() {
        return Stream.of(bound, unbound, alone).flatMap(Operations::names).toList();
    }

    /** How to walk the same way again, and what went before. */
    @Override
    public String toString() {
        return "again with -Dinlay.isolation.seed=" + seed + "\nlast steps:\n  " + String.join("\n  ", last);
    }
}
