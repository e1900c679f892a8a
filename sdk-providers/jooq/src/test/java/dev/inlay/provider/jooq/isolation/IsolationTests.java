package dev.inlay.provider.jooq.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.provider.jooq.isolation.Oracle.Violation;
import dev.inlay.testkit.contracts.Proves;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a host does for its tenants never shows one of them to another; and whatever it leaves out of what keeps them
 * apart shows at once. {@code -Dinlay.isolation.steps=1000000} walks on for longer, {@code -Dinlay.isolation.seed=…}
 * walks the same way again.
 */
@Proves({"TEN-1", "TEN-2", "TEN-3", "TEN-5"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IsolationTests {

    private static final int STEPS = Integer.getInteger("inlay.isolation.steps", 50_000);
    private static final int STEPS_WITHOUT_A_GUARD = 10_000;
    private static final int LEAST_GUARDS = 12;

    /** What must have been tried in vain, or the walk proves little. */
    private static final List<String> REFUSALS = Stream.of(
                    "tenant.none",
                    "tenant.rebind",
                    "tenant.scope.misuse",
                    "tenant.suspended",
                    "tenant.header.forged",
                    "tenant.header.duplicate",
                    "tenant.header.mismatch",
                    "tenant.header.replayed",
                    "tenant.header.audience",
                    "tenant.header.expired",
                    "tenant.seal.",
                    "access.ended",
                    "access.other-actor",
                    "placement.unknown")
            .map(code -> "refused by " + code)
            .toList();

    private final long seed = Long.getLong("inlay.isolation.seed", new Random().nextLong());

    /** An empty database for a walk. */
    abstract HostDatabase database(Set<Guard> off) throws Exception;

    /** Guards that mean nothing on this database, each with the reason. */
    abstract Map<Guard, String> meaningless();

    @Test
    void showsNoTenantToAnother() throws Exception {
        try (World world = world(Set.of())) {
            world.start();
            Walk walk = new Walk(world, seed);

            walk.go(STEPS);
            world.settle();

            assertThat(world.oracle.violations()).as(walk::toString).isEmpty();
            assertThat(world.oracle.done()).containsAll(REFUSALS);
            assertThat(world.oracle.done()).contains(Headers.SERVED, Messages.RECEIVED);
            assertThat(world.oracle.done()).containsAll(walk.operations());
        }
    }

    @ParameterizedTest
    @MethodSource("guards")
    void noticesThatAGuardIsMissing(Guard guard) throws Exception {
        try (World world = world(EnumSet.of(guard))) {
            world.start();
            Walk walk = new Walk(world, seed);

            walk.go(STEPS_WITHOUT_A_GUARD);

            assertThat(world.oracle.violations())
                    .as(walk::toString)
                    .extracting(Violation::kind)
                    .containsAnyElementsOf(guard.shows());
        }
    }

    @Test
    void switchesOffAtLeastTwelveGuards() {
        assertThat(guards()).hasSizeGreaterThanOrEqualTo(LEAST_GUARDS);
    }

    final List<Guard> guards() {
        return Stream.of(Guard.values())
                .filter(guard -> !meaningless().containsKey(guard))
                .toList();
    }

    private World world(Set<Guard> off) throws Exception {
        return new World(database(off), off);
    }
}
