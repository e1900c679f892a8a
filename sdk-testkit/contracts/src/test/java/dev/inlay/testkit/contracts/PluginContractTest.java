package dev.inlay.testkit.contracts;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

@Proves("KIT-1")
final class PluginContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new Of(Sound::new);
    }

    @Override
    List<Flaw> hollow() {
        return List.of(
                flaw("does nothing", () -> Hollow.doesNothing(Plugin.class), "PLUGIN-1", "PLUGIN-2"),
                flaw("always throws", () -> Hollow.alwaysThrows(Plugin.class), allBut()));
    }

    @Override
    List<Flaw> flaws() {
        AtomicInteger made = new AtomicInteger();
        return List.of(
                flaw("counts itself", () -> new Named("counted-" + made.incrementAndGet()), "PLUGIN-1"),
                flaw("is made for tomorrow", MadeForTomorrow::new, "PLUGIN-2"),
                flaw("contributes anything", ContributingAnything::new, "PLUGIN-3"),
                flaw("contributes two where one is taken", ContributingTwo::new, "PLUGIN-3"),
                flaw("works before the start", WorkingBeforeTheStart::new, "PLUGIN-4", "PLUGIN-6"),
                flaw("closes once", ClosingOnce::new, "PLUGIN-5", "PLUGIN-6"),
                flaw("does not start", NotStarting::new, "PLUGIN-6"),
                flaw("leaves a thread", LeavingAThread::new, "PLUGIN-6"));
    }

    private static Flaw flaw(String name, Supplier<Plugin> plugin, String... fails) {
        return Flaw.of(name, () -> new Of(plugin), fails);
    }

    static final class Of extends PluginContract {

        private final Supplier<Plugin> plugins;

        Of(Supplier<Plugin> plugins) {
            this.plugins = plugins;
        }

        @Override
        protected Capabilities capabilities() {
            return Capabilities.none().supported(STARTS);
        }

        @Override
        protected Plugin open() {
            return plugins.get();
        }
    }

    private static class Named implements Plugin {

        private final String id;

        Named(String id) {
            this.id = id;
        }

        @Override
        public PluginDescriptor descriptor() {
            return PluginDescriptor.of(id, "1", SpiVersion.of(0, 1));
        }
    }

    private static final class Sound extends Named {

        private final CountDownLatch closed = new CountDownLatch(1);

        Sound() {
            super("sound");
        }

        @Override
        public void contribute(Contributions contributions) {
            contributions.add(TenantDirectory.class, InMemoryTenantDirectory.of());
        }

        @Override
        public void start(PluginContext context) {
            waiting(context.threads("sound"), closed).start();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static final class MadeForTomorrow implements Plugin {
        @Override
        public PluginDescriptor descriptor() {
            SpiVersion current = SpiVersion.CURRENT;
            return PluginDescriptor.of("tomorrow", "1", SpiVersion.of(current.major(), current.minor() + 1));
        }
    }

    private static final class ContributingAnything extends Named {
        ContributingAnything() {
            super("anything");
        }

        @Override
        public void contribute(Contributions contributions) {
            contributions.add(Runnable.class, () -> {});
        }
    }

    private static final class ContributingTwo extends Named {
        ContributingTwo() {
            super("two");
        }

        @Override
        public void contribute(Contributions contributions) {
            contributions
                    .add(TenantDirectory.class, InMemoryTenantDirectory.of())
                    .add(TenantDirectory.class, InMemoryTenantDirectory.of());
        }
    }

    private static final class WorkingBeforeTheStart extends Named {
        WorkingBeforeTheStart() {
            super("early");
            waiting(Thread::new, new CountDownLatch(1)).start();
        }
    }

    private static final class ClosingOnce extends Named {

        private boolean closed;

        ClosingOnce() {
            super("once");
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("already closed");
            }
            closed = true;
        }
    }

    private static final class NotStarting extends Named {
        NotStarting() {
            super("not-starting");
        }

        @Override
        public void start(PluginContext context) {
            throw new IllegalStateException("no database");
        }
    }

    private static final class LeavingAThread extends Named {
        LeavingAThread() {
            super("leaving");
        }

        @Override
        public void start(PluginContext context) {
            waiting(context.threads("leaving"), new CountDownLatch(1)).start();
        }
    }

    private static Thread waiting(ThreadFactory threads, CountDownLatch latch) {
        Thread thread = threads.newThread(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        return thread;
    }
}
