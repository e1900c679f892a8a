package dev.inlay.core.internal.entitlement;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.FeatureType;
import dev.inlay.api.entitlement.Reason;
import dev.inlay.core.internal.entitlement.Answer.Counted;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.GrantSet;
import dev.inlay.spi.entitlement.SourceKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns what the sources said into a snapshot. Features are shared between all snapshots, and each snapshot gets a
 * higher number than those made before. Thread-safe.
 */
final class SnapshotCompiler {

    /** Strongest first: by kind, then the later beginning ("always" is the earliest), then the lower id. */
    private static final Comparator<GrantSet> PRECEDENCE = Comparator.comparing(GrantSet::kind)
            .thenComparing(set -> set.from().orElse(Instant.MIN), Comparator.reverseOrder())
            .thenComparing(GrantSet::id);

    private final ConcurrentMap<Feature, Feature> features = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();

    Snapshot compile(Loaded loaded, Instant now) {
        long number = lastNumber.incrementAndGet();
        List<GrantSet> sets = loaded.sets().stream().sorted(PRECEDENCE).toList();
        List<GrantSet> inForce =
                sets.stream().filter(set -> isInForce(set, now)).toList();
        Map<Feature, Answer> answers = new HashMap<>();
        for (GrantSet set : inForce) {
            for (Grant grant : set.grants()) {
                answers.computeIfAbsent(intern(grant.feature()), feature -> answer(feature, set, grant, number));
            }
        }
        addOtherTypes(inForce, answers, number);
        boolean contract = inForce.stream().anyMatch(set -> set.kind() == SourceKind.CONTRACT);
        Reason otherwise = contract ? Reason.NOT_GRANTED : Reason.NO_CONTRACT;
        return new Snapshot(number, loaded, now, sets, answers, otherwise);
    }

    static boolean isInForce(GrantSet set, Instant now) {
        return set.from().map(from -> !now.isBefore(from)).orElse(true)
                && set.until().map(now::isBefore).orElse(true);
    }

    private Feature intern(Feature feature) {
        Feature known = features.putIfAbsent(feature, feature);
        return known == null ? feature : known;
    }

    private static Answer answer(Feature feature, GrantSet set, Grant grant, long number) {
        Reason reason = grant.enabled() ? Reason.GRANTED : Reason.SWITCHED_OFF;
        Decision decision = decision(feature, reason, set, grant, number);
        if (feature.type() == FeatureType.FLAG) {
            return new Answer(decision, null);
        }
        Decision exhausted = decision(feature, Reason.LIMIT_REACHED, set, grant, number);
        return new Answer(decision, new Counted(grant.limit(), grant.meter().orElseThrow(), grant.window(), exhausted));
    }

    private static Decision decision(Feature feature, Reason reason, GrantSet set, Grant grant, long number) {
        Decision.Builder decision = Decision.builder(feature, reason == Reason.GRANTED, reason)
                .source(Words.source(set))
                .limit(grant.limit())
                .snapshotVersion(number);
        set.until().ifPresent(decision::validUntil);
        return decision.build();
    }

    /** A key that is granted as one type only is refused as the other, and the refusal says so. */
    private void addOtherTypes(List<GrantSet> inForce, Map<Feature, Answer> answers, long number) {
        for (GrantSet set : inForce) {
            for (Grant grant : set.grants()) {
                answers.computeIfAbsent(intern(Words.otherType(grant.feature())), feature -> {
                    Decision.Builder decision = Decision.builder(feature, false, Reason.NOT_GRANTED)
                            .source(Words.source(set) + " (as "
                                    + Words.type(grant.feature().type()) + ")")
                            .snapshotVersion(number);
                    return new Answer(decision.build(), null);
                });
            }
        }
    }
}
