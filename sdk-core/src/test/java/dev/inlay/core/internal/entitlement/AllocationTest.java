package dev.inlay.core.internal.entitlement;

import static dev.inlay.core.internal.entitlement.House.contract;
import static dev.inlay.core.internal.entitlement.House.during;
import static dev.inlay.core.internal.entitlement.House.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.spi.entitlement.Grant;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measured on the test's own thread with the system's clock; a single object per check would be 1.6 MB. */
final class AllocationTest {

    private static final int CHECKS = 100_000;
    private static final Feature GRANTED = Feature.flag("claims.automation");
    private static final Feature OFF = Feature.flag("claims.export");
    private static final Feature UNMENTIONED = Feature.flag("unheard.of");
    private static final Feature OTHER_TYPE = Feature.limit("claims.automation");

    private final House house = new House();
    private final EntitlementEngine engine = new EntitlementEngine(
            house.tenants, List.of(house.source, house.other), house.usage, InstantSource.system());
    private int allowed;

    @Test
    void checksAFlagWithoutAllocating() {
        house.source.grant(
                during(
                        "2020-01-01T00:00:00Z",
                        "2200-01-01T00:00:00Z",
                        contract("c-1", Grant.flag("claims.export", false))),
                plan("basic", Grant.flag("claims.automation", true)));

        long bytes = house.tenants.call(House.NORTH, () -> {
            checkAll();
            return allocatedBy(this::checkAll);
        });

        assertThat(bytes).isLessThan(10_000);
        assertThat(allowed).isEqualTo(2 * CHECKS / 5 * 2);
    }

    private void checkAll() {
        for (int i = 0; i < CHECKS; i += 5) {
            allowed += engine.check(GRANTED).allowed() ? 1 : 0;
            allowed += engine.require(GRANTED).allowed() ? 1 : 0;
            allowed += engine.check(OFF).allowed() ? 1 : 0;
            allowed += engine.check(UNMENTIONED).allowed() ? 1 : 0;
            allowed += engine.check(OTHER_TYPE).allowed() ? 1 : 0;
        }
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);
        work.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
