package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/** Keeps the key {@code tenant} of SLF4J's MDC in step with the binding. Costs nothing where it is off. */
final class TenantMdc {

    static final String KEY = "tenant";

    private final boolean on;

    TenantMdc(boolean on) {
        this.on = on;
    }

    /** Whether the host's logging has an MDC at all. */
    static boolean isPresent() {
        return MDC.getMDCAdapter() != null && !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
    }

    /** Shows a tenant in the log, and answers with what {@link #leave} is to bring back. */
    @Nullable
    String enter(@Nullable Object outer, TenantContext inner) {
        if (!on || isSame(outer, inner)) {
            return null;
        }
        String before = MDC.get(KEY);
        MDC.put(KEY, inner.id().value());
        return before;
    }

    void leave(@Nullable Object outer, TenantContext inner, @Nullable String before) {
        if (!on || isSame(outer, inner)) {
            return;
        }
        show(before);
    }

    /** What the log shows now. */
    @Nullable
    String shown() {
        return on ? MDC.get(KEY) : null;
    }

    void show(@Nullable String value) {
        if (!on) {
            return;
        }
        if (value == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, value);
        }
    }

    private static boolean isSame(@Nullable Object outer, TenantContext inner) {
        return outer instanceof TenantContext context && context.id().equals(inner.id());
    }
}
