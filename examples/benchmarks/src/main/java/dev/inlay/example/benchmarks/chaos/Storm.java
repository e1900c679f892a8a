package dev.inlay.example.benchmarks.chaos;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What befalls the processes: kills above all, and pauses past the lease, broken connections and a database that
 * restarts, each once some events went through. The seed draws what comes next; each kind comes early once.
 */
final class Storm {

    /** What can happen. */
    enum Blow {
        /** SIGKILL. */
        KILL,
        /** SIGSTOP for longer than a lease, then SIGCONT. */
        PAUSE,
        /** Every connection of one node breaks. */
        CUT,
        /** Every connection of one node breaks when the database answers next. */
        SWALLOW,
        /** The database ends half of its connections. */
        DROP,
        /** The database stops at once and starts again. */
        RESTART
    }

    private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_LULL = TimeUnit.SECONDS.toNanos(3);
    private static final int WORTH = 20;

    private final Settings settings;
    private final Cluster cluster;
    private final @Nullable Database database;
    private final Map<String, Wire> wires;
    private final Progress progress;
    private final Ledger ledger;
    private final Random random;
    private final Deque<Blow> first = new ArrayDeque<>();
    private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);
    private final Map<Child, Long> resumes = new HashMap<>();
    private int struckAt;

    Storm(
            Settings settings,
            Cluster cluster,
            @Nullable Database database,
            Map<String, Wire> wires,
            Ledger ledger,
            Progress progress) {
        this.settings = settings;
        this.cluster = cluster;
        this.database = database;
        this.wires = wires;
        this.ledger = ledger;
        this.progress = progress;
        this.random = new Random(settings.seed() ^ 0x5DEECE66DL);
        List<Blow> kinds = new ArrayList<>(List.of(Blow.PAUSE, Blow.KILL, Blow.KILL));
        if (database != null) {
            kinds.addAll(List.of(Blow.CUT, Blow.SWALLOW, Blow.DROP, Blow.RESTART));
        }
        Collections.shuffle(kinds, random);
        first.addAll(kinds);
    }

    /** Rages until enough processes died. */
    void rage() throws IOException, InterruptedException, SQLException {
        while ((kills() < settings.kills() || !first.isEmpty()) && progress.seconds() < settings.seconds()) {
            calm(Duration.ofMillis(150 + random.nextInt(900)));
            awaitWork();
            Blow blow = first.isEmpty() ? draw() : first.remove();
            if (strike(blow)) {
                blows.merge(blow, 1, Integer::sum);
            }
        }
        while (!resumes.isEmpty()) {
            calm(Duration.ofMillis(50));
        }
    }

    /**
     * Until some events were applied, since a blow to processes that do nothing yet shows little; where they are slow
     * to start, it comes all the same.
     */
    private void awaitWork() throws IOException {
        int enough = struckAt + WORTH;
        long patience = System.nanoTime() + LONGEST_LULL;
        while (ledger.applied() < enough && System.nanoTime() < patience) {
            calm(Duration.ofMillis(20));
        }
        struckAt = ledger.applied();
    }

    /** Lets time pass, in which nodes come back. */
    void calm(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        do {
            LockSupport.parkNanos(BREATH);
            resumeThoseDue();
            blows.merge(Blow.KILL, cluster.refill(), Integer::sum);
            progress.show(kills());
        } while (System.nanoTime() < end);
    }

    int kills() {
        return count(Blow.KILL);
    }

    int count(Blow blow) {
        return blows.getOrDefault(blow, 0);
    }

    private Blow draw() {
        int draw = random.nextInt(100);
        if (draw < 75) {
            return Blow.KILL;
        }
        if (database == null || draw < 84) {
            return Blow.PAUSE;
        }
        return draw < 88 ? Blow.CUT : draw < 92 ? Blow.SWALLOW : draw < 97 ? Blow.DROP : Blow.RESTART;
    }

    /** Answers whether there was somebody to hit. */
    private boolean strike(Blow blow) throws IOException, InterruptedException, SQLException {
        if (blow == Blow.DROP || blow == Blow.RESTART) {
            return strikeDatabase(blow);
        }
        Cluster.@Nullable Place place = victim();
        if (place == null) {
            if (blow != Blow.KILL) {
                first.add(blow);
            }
            return false;
        }
        switch (blow) {
            case PAUSE -> pause(place.child());
            case CUT -> Objects.requireNonNull(wires.get(place.toString())).cut();
            case SWALLOW -> Objects.requireNonNull(wires.get(place.toString())).swallow();
            default -> {
                place.child().kill();
                resumes.remove(place.child());
                place.start();
            }
        }
        return true;
    }

    private boolean strikeDatabase(Blow blow) throws IOException, InterruptedException, SQLException {
        if (database == null) {
            return false;
        }
        if (blow == Blow.DROP) {
            database.dropConnections();
        } else {
            database.restart();
        }
        return true;
    }

    /** Somebody who works; once in a while somebody who is just starting, or paused. */
    private Cluster.@Nullable Place victim() {
        boolean any = random.nextInt(10) == 0;
        List<Cluster.Place> candidates = cluster.places().stream()
                .filter(place -> any
                        ? place.child().isAlive()
                        : place.child().isReady() && !place.child().isPaused())
                .toList();
        return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
    }

    private void pause(Child child) {
        child.pause();
        long lease = Settings.LEASE.toNanos();
        resumes.put(child, System.nanoTime() + lease + (long) (lease * 1.5 * random.nextDouble()));
    }

    private void resumeThoseDue() {
        long now = System.nanoTime();
        resumes.entrySet().removeIf(entry -> {
            if (now - entry.getValue() < 0) {
                return false;
            }
            entry.getKey().resume();
            return true;
        });
    }
}
