package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Keeps the key {@code tenant} of SLF4J's MDC in step with the binding. Costs nothing where there is no MDC. */
final class TenantMdc {

    static final String KEY = "tenant";

    private final @Nullable MDCAdapter adapter;

    private TenantMdc(@Nullable MDCAdapter adapter) {
        this.adapter = adapter;
    }

    /** The MDC of the host's logging, if that has one. */
    static TenantMdc ofHost() {
        return on(MDC.getMDCAdapter());
    }

    static TenantMdc on(@Nullable MDCAdapter adapter) {
        return new TenantMdc(adapter instanceof NOPMDCAdapter ? null : adapter);
    }

    static TenantMdc off() {
        return new TenantMdc(null);
    }

    /** Shows a tenant in the log. */
    void enter(@Nullable Object outer, TenantContext inner) {
        if (adapter != null && !isSame(outer, inner)) {
            adapter.put(KEY, inner.id().value());
        }
    }

    /** Shows again what was shown before. */
    void leave(@Nullable Object outer, TenantContext inner, @Nullable String before) {
        if (adapter != null && !isSame(outer, inner)) {
            show(before);
        }
    }

    /** What the log shows now. */
    @Nullable
    String shown() {
        return adapter == null ? null : adapter.get(KEY);
    }

    void show(@Nullable String value) {
        if (adapter == null) {
            return;
        }
        if (value == null) {
            adapter.remove(KEY);
        } else {
            adapter.put(KEY, value);
        }
    }

    private static boolean isSame(@Nullable Object outer, TenantContext inner) {
        return inner.id().equals(TenantEngine.tenantOf(outer));
    }
}
