package dev.inlay.core.internal.entitlement;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Entitlements;
import dev.inlay.api.entitlement.Explanation;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.FeatureType;
import dev.inlay.api.entitlement.NotEntitledException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.core.internal.entitlement.Answer.Counted;
import dev.inlay.spi.entitlement.EntitlementSource;
import dev.inlay.spi.entitlement.UsageReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the bound tenant's snapshot. Flags allocate nothing and take no lock; limits ask the {@link UsageReader}
 * too. Keeps one snapshot for every tenant that ever asked. Owns no thread; thread-safe.
 */
public final class EntitlementEngine implements Entitlements {

    private final Tenants tenants;
    private final UsageReader usage;
    private final InstantSource clock;
    private final Snapshots snapshots;

    /**
     * Creates an engine; asks nobody yet.
     *
     * @param tenants says who is bound
     * @param sources who grants, by priority; where two say the same of one feature the first wins; copied
     * @param usage how much was used, asked for limits only
     * @param clock the instance's clock; its {@code millis()} is called on every check and should not allocate
     */
    public EntitlementEngine(Tenants tenants, List<EntitlementSource> sources, UsageReader usage, InstantSource clock) {
        this(tenants, sources, usage, clock, LoggerFactory.getLogger(EntitlementEngine.class));
    }

    EntitlementEngine(
            Tenants tenants, List<EntitlementSource> sources, UsageReader usage, InstantSource clock, Logger log) {
        this.tenants = Objects.requireNonNull(tenants, "tenants");
        this.usage = Objects.requireNonNull(usage, "usage");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.snapshots = new Snapshots(new Sources(sources, clock, log), clock);
    }

    @Override
    public Decision check(Feature feature) {
        return decide(tenants.current(), feature, 1);
    }

    @Override
    public Decision check(Feature feature, long requested) {
        validate(feature, requested);
        return decide(tenants.current(), feature, requested);
    }

    @Override
    public Decision require(Feature feature) {
        return allowed(tenants.current(), feature, 1);
    }

    @Override
    public Decision require(Feature feature, long requested) {
        validate(feature, requested);
        return allowed(tenants.current(), feature, requested);
    }

    @Override
    public Explanation explain(Feature feature) {
        TenantContext tenant = tenants.current();
        Snapshot snapshot = snapshots.of(tenant);
        Answer answer = snapshot.answer(feature);
        Counted counted = answer.counted();
        if (counted == null) {
            return Explanation.of(answer.decision(), OptionalLong.empty(), null, snapshot.losing(feature));
        }
        UsageWindow window = window(tenant, counted);
        long used = used(tenant, counted, window);
        Decision decision = counted.fits(used, 1) ? answer.decision() : answer.refusal();
        return Explanation.of(decision, OptionalLong.of(used), window.resetAt(), snapshot.losing(feature));
    }

    private Decision allowed(TenantContext tenant, Feature feature, long requested) {
        Decision decision = decide(tenant, feature, requested);
        if (!decision.allowed()) {
            throw new NotEntitledException(tenant.id(), decision);
        }
        return decision;
    }

    private Decision decide(TenantContext tenant, Feature feature, long requested) {
        Answer answer = snapshots.of(tenant).answer(feature);
        @Nullable Counted counted = answer.counted();
        if (counted == null || !answer.decision().allowed()) {
            return answer.decision();
        }
        long used = used(tenant, counted, window(tenant, counted));
        return counted.fits(used, requested) ? answer.decision() : answer.refusal();
    }

    private UsageWindow window(TenantContext tenant, Counted counted) {
        return UsageWindow.at(
                clock.instant(), counted.window(), tenant.profile().zone());
    }

    private long used(TenantContext tenant, Counted counted, UsageWindow window) {
        return Math.max(0, usage.used(tenant.id(), counted.meter(), window.first(), window.last()));
    }

    private static void validate(Feature feature, long requested) {
        if (feature.type() != FeatureType.LIMIT) {
            throw new InvalidValueException(
                    "feature", "'" + feature + "' is a flag; only a limit is asked for amounts");
        }
        if (requested < 1) {
            throw new InvalidValueException("requested", "must be at least 1, was " + requested);
        }
    }
}
