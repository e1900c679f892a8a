package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.Tenants;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Work that goes on where another tenant, or none, is bound. */
final class Carriers {

    /** For as long as a task waits for what it handed on. */
    static final long LONGEST_SECONDS = 60;

    private final Operations inside;

    Carriers(Operations inside) {
        this.inside = inside;
    }

    void into(Operations operations) {
        operations
                .add("hand work to an executor", Kind.BINDING, 8, this::handOn)
                .add("leave work to a future", Kind.BINDING, 8, this::leaveToFuture)
                .add("hand work to a thread", Kind.BINDING, 1, this::handToThread)
                .add("go on inside of another's work", Kind.BINDING, 4, this::goOnInside);
    }

    /** The host's executor runs a task as a worker of its own, or in the midst of somebody else's work. */
    private void handOn(Turn turn) throws Exception {
        Tenants tenants = turn.world.inlay.tenants();
        Turn busy = turn.dice.nextBoolean() ? turn.of(turn.other()) : null;
        CompletableFuture<Void> done = new CompletableFuture<>();
        Executor host = task -> turn.world.workers.executeFor(done, busy == null ? task : () -> amid(busy, task));
        Executor carrying = turn.world.keeps(Guard.WRAPPED_EXECUTOR) ? tenants.wrap(host) : host;
        Turn there = turn.part();
        carrying.execute(() -> {
            goOn(there);
            done.complete(null);
        });
        await(done);
        turn.bound();
    }

    /** The host's future is completed by a worker in the midst of somebody else's work, or of none. */
    private void leaveToFuture(Turn turn) throws Exception {
        CompletableFuture<String> host = turn.world.keeps(Guard.CARRYING_FUTURE)
                ? turn.world.inlay.tenants().newFuture()
                : new CompletableFuture<>();
        CompletableFuture<?> last = attach(host, turn);
        Turn busy = turn.of(turn.other());
        boolean fails = turn.dice.nextInt(4) == 0;
        Runnable end = () -> {
            if (fails) {
                host.completeExceptionally(new IOException("on purpose"));
            } else {
                host.complete(busy.canary());
            }
        };
        turn.world.workers.executeFor(last, turn.dice.nextBoolean() ? end : () -> amid(busy, end));
        await(last);
        turn.bound();
    }

    private CompletableFuture<?> attach(CompletableFuture<String> host, Turn turn) {
        Turn there = turn.part();
        CompletableFuture<String> next = switch (turn.dice.nextInt(4)) {
            case 0 -> host.thenApply(value -> goOn(there, value));
            case 1 -> host.thenCompose(value -> CompletableFuture.completedFuture(goOn(there, value)));
            case 2 -> host.thenApplyAsync(value -> goOn(there, value), turn.world.workers);
            default -> host.whenComplete((value, failure) -> goOn(there, ""));
        };
        Turn instead = turn.part();
        Turn after = turn.part();
        return next.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> goOn(instead, ""))
                .thenAccept(value -> goOn(after, value));
    }

    private String goOn(Turn there, String value) {
        goOn(there);
        return value;
    }

    private static void amid(Turn busy, Runnable task) {
        busy.world.inlay.tenants().run(busy.tenant, () -> {
            task.run();
            busy.bound();
        });
    }

    private void handToThread(Turn turn) throws Exception {
        CarriedTenant carried = turn.world.inlay.tenants().capture();
        Turn there = turn.part();
        CompletableFuture<Void> done = new CompletableFuture<>();
        turn.world.thread(Workers.telling(done, () -> {
            if (turn.world.keeps(Guard.CAPTURED_THREAD)) {
                try (TenantScope scope = carried.open()) {
                    there.require(scope != null, Kind.BINDING, "no scope");
                    goOn(there);
                }
            } else {
                goOn(there);
            }
            done.complete(null);
        }));
        await(done);
        turn.bound();
    }

    /** As a stage of a future that the thread of another tenant completes. */
    private void goOnInside(Turn turn) throws Exception {
        TenantId other = turn.other();
        Turn there = turn.of(other);
        try (TenantScope scope = turn.world.captured(other).open()) {
            turn.require(scope != null, Kind.BINDING, "no scope");
            goOn(there);
        }
        turn.bound();
    }

    private void goOn(Turn there) {
        inside.choose(there.dice).run(there);
        there.bound();
    }

    static void await(CompletableFuture<?> done) throws Exception {
        done.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
