package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.testkit.contracts.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.helpers.BasicMDCAdapter;

/** A thread per piece of work, the JVM's own or virtual. */
@Proves("TEN-3")
final class CarryingThreadsTest {

    private final BasicMDCAdapter log = new BasicMDCAdapter();
    private final TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, TenantMdc.on(log));
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Callable<String> whoAmI = () -> tenants.current().id() + " as " + log.get("tenant");

    @Test
    void aThreadBelongsToTheTenantThatItWasMadeUnder() throws Exception {
        ThreadFactory factory = Executors.defaultThreadFactory();
        ThreadFactory carrying = tenants.wrap(factory);
        Thread north = tenants.call(NORTH, () -> carrying.newThread(this::look));

        tenants.run(SOUTH, north::start);

        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("north-clinic as north-clinic");
    }

    @Test
    @Proves("TEN-2")
    void makesNoThreadWithoutATenant() {
        ThreadFactory factory = Executors.defaultThreadFactory();

        assertThatThrownBy(() -> tenants.wrap(factory).newThread(this::look)).isInstanceOf(NoTenantException.class);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads come with JDK 21")
    void carriesOntoVirtualThreads() throws Exception {
        ThreadFactory carrying = tenants.wrap(virtualThreads());
        Thread north = tenants.call(NORTH, () -> carrying.newThread(this::look));

        north.start();

        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("north-clinic as north-clinic");
        assertThat((Boolean) Thread.class.getMethod("isVirtual").invoke(north)).isTrue();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads come with JDK 21")
    void carriesThousandsOfVirtualThreadsOfTwoTenantsAtOnce() throws Exception {
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        ExecutorService carrying = tenants.wrap(executor);
        List<Future<String>> north = new ArrayList<>();
        List<Future<String>> south = new ArrayList<>();

        for (int i = 0; i < 2_000; i++) {
            tenants.run(NORTH, () -> north.add(carrying.submit(whoAmI)));
            tenants.run(SOUTH, () -> south.add(carrying.submit(whoAmI)));
        }

        for (int i = 0; i < 2_000; i++) {
            assertThat(north.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("north-clinic as north-clinic");
            assertThat(south.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("south-clinic as south-clinic");
        }
        executor.shutdownNow();
    }

    private void look() {
        seen.add(tenants.current().id() + " as " + log.get("tenant"));
    }

    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }
}
