package dev.inlay.example.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes of the host: each has a place that is filled again when its process dies, until that is retired. For
 * one thread.
 */
final class Cluster implements AutoCloseable {

    private static final Pattern ACKNOWLEDGED = Pattern.compile("(\\S+ \\S+ \\S+) (\\d{1,18})");

    private static final int MOST_FAILURES = 20;

    private final Path folder;
    private final Settings settings;
    private final String erp;
    private final Random random;
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failpoints = new TreeMap<>();
    private boolean arming = true;
    private int failures;

    Cluster(Path folder, Settings settings, String erp) {
        this.folder = folder;
        this.settings = settings;
        this.erp = erp;
        this.random = new Random(settings.seed());
    }

    /** Runs a node once, so that the others start quickly. Needs the host's tables on PostgreSQL. */
    void archiveClasses(String role, String url) throws IOException, InterruptedException {
        Place place = new Place(role, "archive", url);
        place.child = Child.archiving(place.log(), archive(), place.arguments());
        while (!place.child.isReady() && place.child.isAlive()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        place.child.terminate();
    }

    private Path archive() {
        return folder.resolve("classes.jsa");
    }

    Place add(String role, String name, String url) throws IOException {
        Place place = new Place(role, name, url);
        places.add(place);
        place.start();
        return place;
    }

    List<Place> places() {
        return places;
    }

    List<Place> of(String role) {
        return places.stream().filter(place -> place.role.equals(role)).toList();
    }

    /** Fills the places of those that died by themselves, and answers how many did at a failpoint. */
    int refill() throws IOException {
        int died = 0;
        for (Place place : places) {
            if (!place.retired && !place.child.isAlive()) {
                if (place.child.diedByItself()) {
                    failpoints.merge(place.failpoint.replaceAll(":.*", ""), 1, Integer::sum);
                    died++;
                } else if (place.child.failedToStart() && ++failures > MOST_FAILURES) {
                    throw new IllegalStateException(
                            "the nodes do not start; " + place + " said: " + Files.readString(place.log()));
                }
                place.start();
            }
        }
        return died;
    }

    /** Nothing dies by itself any more, once those that are armed have been replaced. */
    void disarm() {
        arming = false;
    }

    /** How many died at each failpoint. */
    Map<String, Integer> failpoints() {
        return Collections.unmodifiableMap(failpoints);
    }

    /** The last version by stream whose commit returned to a writer. */
    Map<String, Long> acknowledged() throws IOException {
        Map<String, Long> versions = new HashMap<>();
        for (Place place : places) {
            if (Files.exists(place.acknowledged)) {
                for (String line : Files.readAllLines(place.acknowledged)) {
                    Matcher whole = ACKNOWLEDGED.matcher(line); // the last of a killed process may be torn
                    if (whole.matches()) {
                        versions.merge(whole.group(1), Long.parseLong(whole.group(2)), Math::max);
                    }
                }
            }
        }
        return versions;
    }

    @Override
    public void close() {
        for (Place place : places) {
            try {
                place.child.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A role, and the process that has it now. */
    final class Place {

        private final String role;
        private final String name;
        private final String url;
        private final Path acknowledged;
        private int runs;
        private String failpoint = "none";
        private Child child;
        private boolean retired;

        @SuppressWarnings("NullAway.Init") // started as soon as it is made
        private Place(String role, String name, String url) {
            this.role = role;
            this.name = name;
            this.url = url;
            this.acknowledged = folder.resolve(name + ".acknowledged");
        }

        void start() throws IOException {
            runs++;
            failpoint = arming && !role.equals("writer") && random.nextInt(10) < 6 ? draw() : "none";
            child = Child.start(log(), archive(), arguments());
        }

        /** Ends its process in order, for good. */
        void retire() throws InterruptedException {
            retired = true;
            child.terminate();
        }

        private List<String> arguments() {
            return List.of(
                    role,
                    name + "." + runs,
                    url,
                    erp,
                    Long.toString(settings.seed() * 31 + runs),
                    failpoint,
                    settings.sabotage().name(),
                    acknowledged.toString());
        }

        private Path log() {
            return folder.resolve(name + ".log");
        }

        private String draw() {
            List<String> names = Failpoints.PLACES.keySet().stream().sorted().toList();
            String point = names.get(random.nextInt(names.size()));
            return point + ":" + (1 + random.nextInt(Objects.requireNonNull(Failpoints.PLACES.get(point))));
        }

        Child child() {
            return child;
        }

        boolean isArmed() {
            return !failpoint.equals("none");
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
