package dev.inlay.core.internal.entitlement;

import static dev.inlay.core.internal.entitlement.House.during;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.Grant.Window;
import dev.inlay.spi.entitlement.GrantSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ConcurrentCheckTest {

    private static final int THREADS = 8;
    private static final int VERSIONS = 3_000;
    private static final Feature EVEN = Feature.flag("is.even");
    private static final Feature ODD = Feature.flag("is.odd");
    private static final Feature NUMBER = Feature.limit("number");

    private final House house = new House();
    private final Map<Long, String> sourceOfSnapshot = new ConcurrentHashMap<>();
    private volatile boolean done;

    @Test
    void neverMixesTwoVersions() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            house.source.grant(version(0));
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                readers.add(threads.submit(this::readUntilDone));
            }
            for (int version = 1; version <= VERSIONS; version++) {
                house.source.grant(version(version));
                if (version % 3 == 0) {
                    house.clock.advance(Duration.ofMinutes(version % 2 == 0 ? 90 : -90));
                }
            }
            done = true;
            for (Future<Integer> reader : readers) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
            }

            assertThat(house.check(EVEN).source()).isEqualTo("contract:c-" + VERSIONS);
        } finally {
            done = true;
            threads.shutdownNow();
        }
    }

    /** A contract that names its version in every grant, beside one that ends in between, so that time passes too. */
    private static GrantSet[] version(int version) {
        GrantSet contract = House.contract(
                "c-" + version,
                Grant.flag("is.even", version % 2 == 0),
                Grant.flag("is.odd", version % 2 != 0),
                Grant.limit("number", version + 1L, "meter-" + version, Window.DAY));
        return new GrantSet[] {contract, during(null, "2026-06-15T13:00:00Z", House.plan("short"))};
    }

    private int readUntilDone() {
        return house.tenants.call(House.NORTH, () -> {
            int rounds = 0;
            long last = 0;
            do {
                for (Feature feature : List.of(EVEN, ODD, NUMBER)) {
                    Decision decision = house.engine.check(feature);
                    assertWhole(decision);
                    assertThat(decision.snapshotVersion())
                            .as("snapshots go forward")
                            .isGreaterThanOrEqualTo(last);
                    last = decision.snapshotVersion();
                }
                rounds++;
            } while (!done);
            return rounds;
        });
    }

    private void assertWhole(Decision decision) {
        int version = Integer.parseInt(decision.source().substring("contract:c-".length()));
        if (decision.feature().equals(NUMBER)) {
            assertThat(decision.limit()).hasValue(version + 1L);
        } else {
            assertThat(decision.allowed()).isEqualTo(decision.feature().equals(EVEN) == (version % 2 == 0));
        }
        String other = sourceOfSnapshot.putIfAbsent(decision.snapshotVersion(), decision.source());
        assertThat(other == null || other.equals(decision.source()))
                .as("snapshot %d is of %s and of %s", decision.snapshotVersion(), other, decision.source())
                .isTrue();
    }
}
