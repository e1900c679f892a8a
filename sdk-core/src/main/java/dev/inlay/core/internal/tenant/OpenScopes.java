package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantScope;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The scopes that are open, each with the place where it was opened. Thread-safe. */
final class OpenScopes {

    private final AtomicLong opened = new AtomicLong();
    private final Set<Tracked> open = ConcurrentHashMap.newKeySet();

    TenantScope track(TenantScope scope, String whose) {
        Tracked tracked = new Tracked(scope, whose, opened.incrementAndGet());
        open.add(tracked);
        return tracked;
    }

    /** A moment; what is opened later has a higher number. */
    long now() {
        return opened.get();
    }

    /** Work of this thread has failed: what it opened and left open has lost its binding, and is told of. */
    void explain(Throwable failure, long since) {
        for (Tracked left : those(scope -> scope.thread == Thread.currentThread() && scope.number > since)) {
            open.remove(left);
            tell(failure, left);
        }
        if (failure instanceof InlayException misuse
                && (misuse.code().equals("tenant.rebind") || misuse.code().equals("tenant.scope.misuse"))) {
            those(scope -> scope.thread == Thread.currentThread()).forEach(left -> tell(failure, left));
        }
    }

    /** Tells of every scope that is open, once. */
    void requireNone() {
        List<Tracked> left = those(scope -> true);
        left.forEach(open::remove);
        if (!left.isEmpty()) {
            InlayException failure = new InlayException(
                    "tenant.scope.misuse",
                    left.size() + " scope(s) were still open when the instance was closed; open scopes in"
                            + " try-with-resources, or use Tenants.run. Where they were opened follows as suppressed");
            left.forEach(scope -> tell(failure, scope));
            throw failure;
        }
    }

    private List<Tracked> those(Predicate<Tracked> which) {
        return open.stream()
                .filter(which)
                .sorted(Comparator.comparingLong(scope -> scope.number))
                .toList();
    }

    private static void tell(Throwable failure, Tracked scope) {
        if (!Arrays.asList(failure.getSuppressed()).contains(scope.place)) {
            failure.addSuppressed(scope.place);
        }
    }

    /** A scope and the place where it was opened. */
    private final class Tracked implements TenantScope {

        private final TenantScope scope;
        private final long number;
        private final Thread thread = Thread.currentThread();
        private final Throwable place;

        Tracked(TenantScope scope, String whose, long number) {
            this.scope = scope;
            this.number = number;
            this.place =
                    new Throwable("the scope of " + whose + " was opened here, on thread '" + thread.getName() + "'");
        }

        @Override
        public void close() {
            try {
                scope.close();
            } catch (InlayException e) {
                tell(e, this);
                explain(e, Long.MAX_VALUE);
                throw e;
            }
            open.remove(this);
        }
    }
}
