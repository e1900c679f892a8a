package dev.inlay.core.internal.tenant;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each thread is bound to. A thread keeps one holder made of JDK types only, which is empty while nothing is
 * bound, so that a pooled thread pins no class loader when the instance is gone.
 *
 * <p>A holder has two slots: what is bound (a tenant's context, the reason of platform work as a string, or nothing)
 * and two marks: that of the innermost binding, and the last one given out. Marks never repeat on a thread, so that a
 * scope that was left open cannot be taken for a later one.
 */
final class Bindings {

    private static final int BOUND = 0;
    private static final int MARKS = 1;
    private static final int INNERMOST = 0;
    private static final int LAST = 1;

    private final ThreadLocal<@Nullable Object[]> holders = ThreadLocal.withInitial(this::newHolder);
    private final Set<Reference<@Nullable Object[]>> known = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<@Nullable Object[]> gone = new ReferenceQueue<>();

    /** Each thread's holder; made at the first use. */
    ThreadLocal<@Nullable Object[]> holders() {
        return holders;
    }

    static @Nullable Object bound(@Nullable Object[] holder) {
        return holder[BOUND];
    }

    static long innermost(@Nullable Object[] holder) {
        return marks(holder)[INNERMOST];
    }

    /** Binds, and answers with the mark of the binding. Cannot fail. */
    static long push(@Nullable Object[] holder, Object bound) {
        long[] marks = marks(holder);
        long mark = ++marks[LAST];
        marks[INNERMOST] = mark;
        holder[BOUND] = bound;
        return mark;
    }

    /** Restores what was before. Cannot fail. */
    static void restore(@Nullable Object[] holder, @Nullable Object bound, long innermost) {
        holder[BOUND] = bound;
        marks(holder)[INNERMOST] = innermost;
    }

    /** Unbinds every thread, also those that left a scope open. What still runs there fails closed. */
    void clear() {
        for (Reference<@Nullable Object[]> reference : known) {
            @Nullable Object[] holder = reference.get();
            if (holder != null) {
                holder[BOUND] = null;
            }
        }
        known.clear();
        holders.remove();
    }

    private @Nullable Object[] newHolder() {
        for (Reference<?> ended = gone.poll(); ended != null; ended = gone.poll()) {
            known.remove(ended);
        }
        @Nullable Object[] holder = {null, new long[2]};
        known.add(new WeakReference<>(holder, gone));
        return holder;
    }

    private static long[] marks(@Nullable Object[] holder) {
        return (long[]) Objects.requireNonNull(holder[MARKS]);
    }
}
