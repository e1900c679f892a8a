package dev.inlay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.InlayState.Phase;
import dev.inlay.api.error.InlayException;
import dev.inlay.core.internal.event.RelayOptions;
import dev.inlay.core.internal.event.Retention;
import dev.inlay.core.internal.plugin.Extensions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.testkit.contracts.Proves;
import java.lang.Thread.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LifecycleTest {

    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final InstanceContext context = new InstanceContext(
            new InstanceOptions(
                    "test",
                    InstantSource.system(),
                    Duration.ZERO,
                    RelayOptions.defaults(),
                    Retention.defaults(),
                    InstanceOptions.Oversight.defaults(),
                    false,
                    null),
            new Extensions(),
            Optional::empty);
    private final Lifecycle.Engines engines = new Lifecycle.Engines() {
        @Override
        public void start() {
            log.add("+engines");
        }

        @Override
        public void close() {
            log.add("-engines");
        }
    };
    private Lifecycle lifecycle = new Lifecycle(List.of(), context, engines, PATIENCE);

    @AfterEach
    void close() {
        lifecycle.close();
    }

    @Test
    void startsPluginsThenEnginesAndClosesInReverse() {
        lifecycle = lifecycle(plugin("a", () -> {}), plugin("b", () -> {}));

        lifecycle.start();
        lifecycle.awaitReady(LONG);
        lifecycle.close();
        lifecycle.close();

        assertThat(log).containsExactly("+a", "+b", "+engines", "-engines", "-b", "-a");
        assertThat(lifecycle.state().phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    @Proves("EMB-4")
    void saysWhatItWaitsForAndGoesOnWhenItComesUp() {
        CountDownLatch up = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(2); // by the second time the first has been written down
        lifecycle = lifecycle(
                plugin("store", () -> {
                    tried.countDown();
                    if (up.getCount() > 0) {
                        throw new java.net.ConnectException("connection refused");
                    }
                }),
                plugin("later", () -> {}));

        lifecycle.start();
        await(tried);
        assertThatThrownBy(() -> lifecycle.awaitReady(Duration.ofMillis(50)))
                .isInstanceOfSatisfying(InlayException.class, e -> {
                    assertThat(e.code()).isEqualTo("instance.not-ready");
                    assertThat(e.retryable()).isTrue();
                })
                .hasMessageContaining("store")
                .hasMessageContaining("connection refused")
                .hasMessageContaining("later: not started yet");
        up.countDown();
        lifecycle.awaitReady(LONG);

        assertThat(lifecycle.state().isReady()).isTrue();
        assertThat(lifecycle.state().waitingFor()).isEmpty();
    }

    @Test
    void failsForGoodOnAnErrorThatWaitingDoesNotMend() {
        lifecycle = lifecycle(plugin("documents", () -> {
            throw new InlayException("document.invalid", "tenants.json:3 is wrong");
        }));

        lifecycle.start();

        assertThatThrownBy(() -> lifecycle.awaitReady(LONG))
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("document.invalid"))
                .hasMessageContaining("tenants.json:3");
        assertThat(lifecycle.state().phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void failsForGoodWhenAClassIsMissing() {
        lifecycle = lifecycle(plugin("broken", () -> {
            throw new NoClassDefFoundError("com/acme/Missing");
        }));

        lifecycle.start();

        assertThatThrownBy(() -> lifecycle.awaitReady(LONG)).hasMessageContaining("com/acme/Missing");
    }

    @Test
    void closesWhileItIsStillWaiting() {
        CountDownLatch tried = new CountDownLatch(1);
        lifecycle = lifecycle(plugin("store", () -> {
            tried.countDown();
            throw new java.net.ConnectException("connection refused");
        }));
        lifecycle.start();
        await(tried);

        lifecycle.close();

        assertThat(log).containsExactly("+store", "-engines", "-store");
        assertThatThrownBy(lifecycle::start).hasMessageContaining("closed");
        assertThatThrownBy(lifecycle::checkReady)
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("instance.closed"));
    }

    @Test
    void closesWithoutAPluginThatHangsAndClosesItWhenItComesUp() {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch closedAgain = new CountDownLatch(2);
        AtomicBoolean interrupted = new AtomicBoolean();
        Plugin slow =
                new FakePlugin("slow", () -> {
                    hanging.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                }) {
                    @Override
                    public void close() {
                        super.close();
                        closedAgain.countDown();
                    }
                };
        lifecycle = lifecycle(slow, plugin("later", () -> {}));
        lifecycle.start();
        await(hanging);

        lifecycle.close();
        released.countDown();

        await(closedAgain);
        assertThat(interrupted).isFalse();
        assertThat(log).doesNotContain("+later", "+engines");
        assertThat(lifecycle.state().phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void closesTheEnginesAgainWhenTheyComeUpTooLate() {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(2);
        lifecycle = new Lifecycle(
                List.of(),
                context,
                new Lifecycle.Engines() {
                    @Override
                    public void start() {
                        starting.countDown();
                        await(released);
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                },
                PATIENCE);
        lifecycle.start();
        await(starting);

        lifecycle.close();
        released.countDown();

        await(closed);
        assertThat(lifecycle.state().phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void endsThoughAClassIsMissingWhenAPluginCloses() {
        Plugin undeployed = new FakePlugin("b", () -> {}) {
            @Override
            public void close() {
                throw new NoClassDefFoundError("com/acme/Gone");
            }
        };
        lifecycle = lifecycle(plugin("a", () -> {}), undeployed);
        lifecycle.start();
        lifecycle.awaitReady(LONG);

        lifecycle.close();

        assertThat(log).endsWith("-a");
        assertThat(lifecycle.state().phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void closesEveryPluginThoughOneCannotBeClosed() {
        Plugin stubborn = new FakePlugin("b", () -> {}) {
            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("stuck");
            }
        };
        lifecycle = lifecycle(plugin("a", () -> {}), stubborn);
        lifecycle.start();
        lifecycle.awaitReady(LONG);

        lifecycle.close();

        assertThat(log).containsSubsequence("-b", "-a");
    }

    @Test
    @Proves("EMB-2")
    void leavesNoThreadBehind() {
        AtomicReference<Thread> starter = new AtomicReference<>();
        CountDownLatch starting = new CountDownLatch(1);
        Thread closing = Thread.currentThread();
        Plugin slow = plugin("slow", () -> {
            starter.set(Thread.currentThread());
            starting.countDown();
            while (lifecycle.state().phase() != Phase.CLOSING || closing.getState() != State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        });
        lifecycle = new Lifecycle(List.of(slow), context, engines, LONG);
        lifecycle.start();
        await(starting);

        lifecycle.close();

        assertThat(starter.get().isAlive()).isFalse();
    }

    private Lifecycle lifecycle(Plugin... plugins) {
        return new Lifecycle(List.of(plugins), context, engines, PATIENCE);
    }

    private Plugin plugin(String id, Starting starting) {
        return new FakePlugin(id, starting);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Starting {
        void run() throws Exception;
    }

    private class FakePlugin implements Plugin {

        private final String id;
        private final Starting starting;
        private boolean logged;

        FakePlugin(String id, Starting starting) {
            this.id = id;
            this.starting = starting;
        }

        @Override
        public PluginDescriptor descriptor() {
            return PluginDescriptor.of(id, "1.0", SpiVersion.CURRENT);
        }

        @Override
        public void start(PluginContext context) throws Exception {
            if (!logged) {
                log.add("+" + id);
                logged = true;
            }
            starting.run();
        }

        @Override
        public void close() {
            log.add("-" + id);
        }
    }
}
