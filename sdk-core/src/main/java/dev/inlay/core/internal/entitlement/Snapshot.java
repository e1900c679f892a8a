package dev.inlay.core.internal.entitlement;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Explanation.Losing;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.Reason;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.GrantSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All that one tenant may do during an {@link Interval}. Says the same for as long as it lives; what nobody grants is
 * refused by decisions that are made at the first question and kept. Thread-safe.
 */
final class Snapshot {

    /** Enough for a host's constants; a host that makes up keys as it goes must not fill the memory. */
    private static final int MAX_KEPT = 1_000;

    private final long number;
    private final Loaded loaded;
    private final Instant compiledAt;
    private final Interval interval;
    private final List<GrantSet> sets;
    private final Map<Feature, Answer> answers;
    private final Reason otherwise;
    private final Map<Feature, Answer> unmentioned = new ConcurrentHashMap<>();

    /**
     * Creates a snapshot.
     *
     * @param sets all sets, past and future too, strongest first
     * @param otherwise why anything is refused that {@code answers} does not hold
     */
    Snapshot(
            long number,
            Loaded loaded,
            Instant compiledAt,
            List<GrantSet> sets,
            Map<Feature, Answer> answers,
            Reason otherwise) {
        this.number = number;
        this.loaded = loaded;
        this.compiledAt = compiledAt;
        this.interval = Interval.around(compiledAt, sets);
        this.sets = sets;
        this.answers = Map.copyOf(answers);
        this.otherwise = otherwise;
    }

    boolean covers(InstantSource clock) {
        return interval.covers(clock);
    }

    Loaded loaded() {
        return loaded;
    }

    Answer answer(Feature feature) {
        Answer answer = answers.get(feature);
        return answer != null ? answer : unmentioned(feature);
    }

    private Answer unmentioned(Feature feature) {
        Answer kept = unmentioned.get(feature);
        if (kept != null) {
            return kept;
        }
        Decision decision = Decision.builder(feature, false, otherwise)
                .snapshotVersion(number)
                .build();
        Answer made = new Answer(decision, null);
        if (unmentioned.size() < MAX_KEPT) {
            Answer other = unmentioned.putIfAbsent(feature, made);
            return other == null ? made : other;
        }
        return made;
    }

    /** Who else speaks of the feature and why that does not count: those in force first, strongest first. */
    List<Losing> losing(Feature feature) {
        List<Losing> overridden = new ArrayList<>();
        List<Losing> notInForce = new ArrayList<>();
        GrantSet winner = null;
        for (GrantSet set : sets) {
            Grant grant = grant(set, feature);
            if (grant == null) {
                continue;
            }
            if (!SnapshotCompiler.isInForce(set, compiledAt)) {
                notInForce.add(losing(set, grant, whenInForce(set)));
            } else if (!grant.feature().equals(feature)) {
                overridden.add(losing(
                        set, grant, "grants it as " + Words.type(grant.feature().type())));
            } else if (winner == null) {
                winner = set;
            } else {
                overridden.add(losing(set, grant, "overridden by " + Words.source(winner)));
            }
        }
        overridden.addAll(notInForce);
        return overridden;
    }

    private static @Nullable Grant grant(GrantSet set, Feature feature) {
        Grant otherType = null;
        for (Grant grant : set.grants()) {
            if (grant.feature().equals(feature)) {
                return grant;
            }
            otherType = grant.feature().key().equals(feature.key()) ? grant : otherType;
        }
        return otherType;
    }

    private String whenInForce(GrantSet set) {
        return set.from()
                .filter(compiledAt::isBefore)
                .map(from -> "begins " + from)
                .or(() -> set.until().map(until -> "ended " + until))
                .orElseThrow();
    }

    private static Losing losing(GrantSet set, Grant grant, String why) {
        return new Losing(Words.source(set), Words.value(grant), why);
    }
}
