package dev.inlay.example.benchmarks.chaos;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A host at work: changes one to three claims in a transaction, tells of each in an event of the claim's stream, and
 * now and then writes a note, whose event has no key. Some transactions roll back, some to a savepoint, some publish an
 * event twice under its request id. Some events are delayed: of some claims all by the same time, so that they keep the
 * order of their versions, of some each by its own, and some notes. A transaction that failed is forgotten: whether it
 * was committed is for the domain's own rows to say.
 */
final class Writer {

    private static final String FILLER = "x".repeat(200);
    private static final int MOST_WAITING = 800;
    private static final int LATE = 250;
    private static final int LONGEST_DELAY = 600;
    private static final long LOOKS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Inlay inlay;
    private final Random random;
    private final OutputStream acknowledged;
    private final Settings.Sabotage sabotage;
    private final String name;
    private final long pauseNanos;
    private volatile boolean stopped;
    private long nextLook = System.nanoTime();
    private boolean full;
    private long notes;
    private String lastTenant = "";
    private ErpEvent lastEvent = event("none", 0, 0);

    Writer(Inlay inlay, String name, long seed, OutputStream acknowledged, Settings.Sabotage sabotage, int perSecond) {
        this.inlay = inlay;
        this.name = name;
        this.random = new Random(seed);
        this.acknowledged = acknowledged;
        this.sabotage = sabotage;
        this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    void run() {
        long next = System.nanoTime();
        while (!stopped) {
            next = Math.max(next + pauseNanos, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(200));
            LockSupport.parkNanos(next - System.nanoTime());
            if (hasToWait()) {
                continue;
            }
            TenantId tenant = TenantId.of(Domain.TENANTS.get(random.nextInt(Domain.TENANTS.size())));
            try {
                inlay.tenants().run(tenant, () -> transact(tenant.value()));
            } catch (SQLException | InlayException e) {
                // the database went away, or the whole transaction must be run again
            }
        }
    }

    /** Whether the relays have enough to do, so that a run on a busy machine ends. */
    private boolean hasToWait() {
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + LOOKS;
            try {
                long waiting = inlay.events().operations().status(EventFilter.all(), "", 1_000).items().stream()
                        .mapToLong(lane -> lane.waiting().rows() + lane.parked().rows())
                        .sum();
                full = waiting > MOST_WAITING;
            } catch (InlayException e) {
                full = false;
            }
        }
        return full;
    }

    void stop() {
        stopped = true;
    }

    private void transact(String tenant) throws SQLException {
        List<String> done = new ArrayList<>();
        try (Connection tx = inlay.dataSource().getConnection()) {
            repeat(tx, tenant);
            int changes = 1 + random.nextInt(3);
            int first = random.nextInt(5) == 0 ? 0 : random.nextInt(1000);
            ErpEvent changed = lastEvent;
            for (int i = 0; i < changes; i++) {
                changed = change(tx, tenant, Domain.claim(first + i * (random.nextInt(10) == 0 ? 59 : 1)), done);
            }
            if (random.nextInt(4) == 0) {
                write(tx, tenant, done);
            }
            if (random.nextInt(10) == 0) {
                undo(tx, tenant, first);
            }
            if (random.nextInt(20) == 0) {
                tx.rollback();
                return;
            }
            tx.commit();
            acknowledge(done);
            lastTenant = tenant;
            lastEvent = changed;
        }
    }

    private ErpEvent change(Connection tx, String tenant, String claim, List<String> done) throws SQLException {
        long version = Domain.change(tx, tenant, claim);
        ErpEvent event = event(claim, version, delayOf(claim));
        inlay.events().publish(tx, event);
        if (random.nextInt(20) == 0) {
            inlay.events().publish(tx, event);
        }
        done.add(Domain.stream(tenant, Domain.target(claim), claim) + " " + version);
        return event;
    }

    /** Publishes again what was committed before, as a host does that has forgotten: nothing may come of it. */
    private void repeat(Connection tx, String tenant) {
        if (tenant.equals(lastTenant) && random.nextInt(3) == 0) {
            inlay.events().publish(tx, lastEvent);
        }
    }

    private void write(Connection tx, String tenant, List<String> done) throws SQLException {
        String note = "note-" + name + "-" + notes++;
        int delay = random.nextInt(4) == 0 ? random.nextInt(LONGEST_DELAY) : 0;
        Savepoint before = tx.setSavepoint();
        Domain.write(tx, tenant, note);
        if (sabotage == Settings.Sabotage.PHANTOM && notes % 20 == 0) {
            tx.rollback(before);
        }
        inlay.events()
                .publish(
                        tx,
                        ErpEvent.builder("note.written", payload(note, 1, delay))
                                .target(Domain.target(note))
                                .delay(Duration.ofMillis(delay))
                                .build());
        done.add(Domain.stream(tenant, Domain.target(note), note) + " 1");
    }

    private void undo(Connection tx, String tenant, int claim) throws SQLException {
        Savepoint before = tx.setSavepoint();
        change(tx, tenant, Domain.claim(claim), new ArrayList<>());
        tx.rollback(before);
    }

    private int delayOf(String claim) {
        if (Domain.isLate(claim)) {
            return LATE;
        }
        return Domain.isMixed(claim) && random.nextBoolean() ? random.nextInt(LONGEST_DELAY) : 0;
    }

    private static ErpEvent event(String claim, long version, int delay) {
        return ErpEvent.builder("claim.changed", payload(claim, version, delay))
                .delay(Duration.ofMillis(delay))
                .key(claim)
                .target(Domain.target(claim))
                .requestId(claim + ":" + version)
                .build();
    }

    private static String payload(String id, long version, int delay) {
        return "{\"id\":\"" + id + "\",\"version\":" + version + ",\"delay\":" + delay + ",\"filler\":\"" + FILLER
                + "\"}";
    }

    private void acknowledge(List<String> done) {
        try {
            acknowledged.write((String.join("\n", done) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
