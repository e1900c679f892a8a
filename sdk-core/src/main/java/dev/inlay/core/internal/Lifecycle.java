package dev.inlay.core.internal;

import dev.inlay.api.InlayState;
import dev.inlay.api.InlayState.Phase;
import dev.inlay.api.error.InlayException;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phases of an instance: starts plug-ins one after the other on a thread of its own, tries again what may still
 * come up, then the engines; closes all of it in reverse. Thread-safe.
 */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final List<Plugin> plugins;
    private final PluginContext context;
    private final Engines engines;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private volatile Phase phase = Phase.NEW;
    private String obstacle = "";
    private final Deque<Plugin> toStart;
    private @Nullable RuntimeException failure;
    private @Nullable Thread starter;

    /**
     * Creates a life that has not begun.
     *
     * @param plugins in the order in which they start
     * @param context what they are started with
     * @param engines what runs on top of them
     * @param patience how long closing waits for a start that is under way
     */
    Lifecycle(List<Plugin> plugins, PluginContext context, Engines engines, Duration patience) {
        this.plugins = plugins;
        this.context = context;
        this.engines = engines;
        this.patience = patience;
        this.toStart = new ArrayDeque<>(plugins);
    }

    /** What runs on top of the plug-ins. */
    interface Engines {

        /** Makes and starts the engines; every plug-in has started. */
        void start();

        /**
         * Stops them, however far {@link #start} came; lets deliveries in flight end within the drain time. May be
         * called more than once.
         */
        void close();
    }

    void start() {
        lock.lock();
        try {
            if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
                throw closed();
            }
            if (phase == Phase.NEW) {
                phase = Phase.STARTING;
                starter = context.threads("start").newThread(this::startAll);
                starter.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startAll() {
        try {
            for (Plugin plugin : plugins) {
                if (!startOne(plugin)) {
                    return;
                }
            }
            startOnTop();
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(new InlayException("instance.failed", false, "start failed: " + e, e));
            throw e;
        }
    }

    /** Tries until it works; {@code false} when the instance is closed first. */
    private boolean startOne(Plugin plugin) {
        Duration pause = FIRST_PAUSE;
        while (phase == Phase.STARTING) {
            if (triesToStart(plugin)) {
                return started(plugin);
            }
            await(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return false;
    }

    /** A plug-in may fail in any way: whatever is not declared final by an {@link InlayException} may still come up. */
    private boolean triesToStart(Plugin plugin) {
        String id = plugin.descriptor().id();
        try {
            plugin.start(context);
            return true;
        } catch (InlayException e) {
            if (!e.retryable()) {
                throw e;
            }
            setObstacle(id + ": " + e.getMessage());
        } catch (Exception e) {
            setObstacle(id + ": " + e);
        }
        return false;
    }

    /** A plug-in that comes up after its instance was closed is closed once more: the first time came too early. */
    private boolean started(Plugin plugin) {
        lock.lock();
        try {
            toStart.remove(plugin);
            obstacle = "";
            if (phase == Phase.STARTING) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        closeQuietly(plugin.descriptor().id(), plugin::close);
        return false;
    }

    private void startOnTop() {
        engines.start();
        lock.lock();
        try {
            if (phase == Phase.STARTING) {
                phase = Phase.READY;
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        closeQuietly("engines", engines::close);
    }

    private void fail(RuntimeException e) {
        lock.lock();
        try {
            if (phase == Phase.STARTING) {
                phase = Phase.FAILED;
                failure = e;
                obstacle = String.valueOf(e.getMessage());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void setObstacle(String text) {
        lock.lock();
        try {
            obstacle = text;
        } finally {
            lock.unlock();
        }
    }

    /** Waits out a pause, or until the instance is closed. */
    private void await(Duration pause) {
        lock.lock();
        try {
            long nanos = pause.toNanos();
            while (nanos > 0 && phase == Phase.STARTING) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread but a stray call from outside; a try that comes early does no harm
        } finally {
            lock.unlock();
        }
    }

    void awaitReady(Duration timeout) {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (phase == Phase.NEW || phase == Phase.STARTING) {
                if (nanos <= 0) {
                    throw notReady();
                }
                nanos = changed.awaitNanos(nanos);
            }
            checkReady();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InlayException("instance.not-ready", true, "interrupted while waiting for " + state(), e);
        } finally {
            lock.unlock();
        }
    }

    InlayState state() {
        lock.lock();
        try {
            List<String> waitingFor = new ArrayList<>();
            if (!obstacle.isEmpty()) {
                waitingFor.add(obstacle);
            }
            if (phase == Phase.STARTING) {
                toStart.stream()
                        .skip(obstacle.isEmpty() ? 0 : 1)
                        .map(plugin -> plugin.descriptor().id() + ": not started yet")
                        .forEach(waitingFor::add);
            }
            return InlayState.of(phase, waitingFor);
        } finally {
            lock.unlock();
        }
    }

    /** Lets a call through when everything runs. One volatile read on the way. */
    void checkReady() {
        if (phase != Phase.READY) {
            throw whyNot();
        }
    }

    private InlayException whyNot() {
        lock.lock();
        try {
            RuntimeException cause = failure;
            if (phase == Phase.FAILED && cause != null) {
                return new InlayException(codeOf(cause), false, "start failed: " + cause.getMessage(), cause);
            }
            return phase == Phase.CLOSING || phase == Phase.CLOSED ? closed() : notReady();
        } finally {
            lock.unlock();
        }
    }

    private static String codeOf(RuntimeException cause) {
        return cause instanceof InlayException inlay ? inlay.code() : "instance.failed";
    }

    private InlayException notReady() {
        String hint = phase == Phase.NEW ? "; call start() first" : "";
        return new InlayException("instance.not-ready", true, "not ready: " + state() + hint, null);
    }

    private static InlayException closed() {
        return new InlayException("instance.closed", "the instance is closed; build another one");
    }

    void close() {
        Thread starting;
        lock.lock();
        try {
            while (phase == Phase.CLOSING) {
                changed.awaitUninterruptibly();
            }
            if (phase == Phase.CLOSED) {
                return;
            }
            phase = Phase.CLOSING;
            starting = starter;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            awaitEnd(starting);
            closeQuietly("engines", engines::close);
            for (int i = plugins.size() - 1; i >= 0; i--) {
                Plugin plugin = plugins.get(i);
                closeQuietly(plugin.descriptor().id(), plugin::close);
            }
        } finally {
            end();
        }
    }

    private void end() {
        lock.lock();
        try {
            phase = Phase.CLOSED;
            obstacle = "";
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a start that is under way end. It is never interrupted: an interrupt in the middle of file access closes an
     * H2 database for everybody. A plug-in that hangs longer than our patience is left to its thread, a daemon.
     */
    private void awaitEnd(@Nullable Thread starting) {
        if (starting == null || starting == Thread.currentThread()) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(starting, patience.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One plug-in that cannot be closed, whatever it throws, must not keep the others open. */
    private static void closeQuietly(String what, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("closing {} failed", what, e);
        }
    }
}
