package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantPath;
import dev.inlay.spi.entitlement.EntitlementSource;
import dev.inlay.spi.entitlement.GrantSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Grants the same sets to every tenant, until a test grants others or makes it fail. */
final class FakeSource implements EntitlementSource {

    private volatile State state = new State(1, List.of());
    private volatile Runnable whileLoading = () -> {};
    private final List<TenantPath> loads = new CopyOnWriteArrayList<>();

    FakeSource grant(GrantSet... sets) {
        state = new State(state.version + 1, List.of(sets));
        return this;
    }

    FakeSource grant(List<GrantSet> sets) {
        return grant(new ArrayList<>(sets).toArray(GrantSet[]::new));
    }

    void whileLoading(Runnable action) {
        whileLoading = action;
    }

    void fail() {
        grant(state.sets);
        whileLoading = () -> {
            throw new IllegalStateException("the contract store is away");
        };
    }

    void recover() {
        whileLoading = () -> {};
    }

    List<TenantPath> loads() {
        return loads;
    }

    @Override
    public List<GrantSet> load(TenantPath path) {
        loads.add(path);
        List<GrantSet> sets = state.sets;
        whileLoading.run();
        return sets;
    }

    @Override
    public long version() {
        return state.version;
    }

    private record State(long version, List<GrantSet> sets) {}
}
