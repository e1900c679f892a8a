package dev.inlay.core.internal.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.FeatureType;
import dev.inlay.api.entitlement.Reason;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.Grant.Window;
import dev.inlay.spi.entitlement.GrantSet;
import dev.inlay.spi.entitlement.SourceKind;
import dev.inlay.testkit.contracts.Proves;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Compares the engine with a plain reading of the rules, on random sets at random times. */
@Proves("ENT-2")
final class SnapshotOracleTest {

    private static final int WORLDS = 400;
    private static final int QUESTIONS = 60;

    private final House house = new House();

    @Test
    void saysWhatAPlainReadingOfTheRulesSays(TestReporter reporter) {
        long seed = Long.getLong("inlay.seed", System.nanoTime());
        reporter.publishEntry("seed", Long.toString(seed));
        Random random = new Random(seed);
        for (int world = 0; world < WORLDS; world++) {
            List<GrantSet> sets = sets(random);
            int split = random.nextInt(sets.size() + 1);
            house.source.grant(sets.subList(0, split));
            house.other.grant(sets.subList(split, sets.size()));
            for (int question = 0; question < QUESTIONS; question++) {
                Instant now = instant(random);
                house.clock.set(now);
                house.usage.used(random.nextInt(4));
                Feature feature = feature(random);
                assertThat(describe(house.check(feature)))
                        .as("-Dinlay.seed=%d, world %d, %s at %s", seed, world, feature.type(), now)
                        .isEqualTo(oracle(sets, feature, now));
            }
        }
    }

    private String oracle(List<GrantSet> sets, Feature feature, Instant now) {
        boolean contract = false;
        GrantSet winner = null;
        GrantSet otherType = null;
        for (GrantSet set : sets) {
            boolean begun = set.from().isEmpty() || now.compareTo(set.from().get()) >= 0;
            boolean over = set.until().isPresent() && now.compareTo(set.until().get()) >= 0;
            if (!begun || over) {
                continue;
            }
            contract |= set.kind() == SourceKind.CONTRACT;
            for (Grant grant : set.grants()) {
                if (grant.feature().key().equals(feature.key())) {
                    boolean same = grant.feature().type() == feature.type();
                    winner = same && beats(set, winner) ? set : winner;
                    otherType = !same && beats(set, otherType) ? set : otherType;
                }
            }
        }
        if (winner != null) {
            return granted(winner, feature);
        }
        if (otherType != null) {
            String as = feature.type() == FeatureType.FLAG ? " (as a limit)" : " (as a flag)";
            return "NOT_GRANTED " + name(otherType) + as + " -1 null";
        }
        return (contract ? "NOT_GRANTED" : "NO_CONTRACT") + " default -1 null";
    }

    private String granted(GrantSet set, Feature feature) {
        Grant grant = set.grants().stream()
                .filter(candidate -> candidate.feature().equals(feature))
                .findFirst()
                .orElseThrow();
        Reason reason = grant.enabled() ? Reason.GRANTED : Reason.SWITCHED_OFF;
        if (grant.limit() > 0 && house.usage.used(House.NORTH, "", LocalDate.MIN, LocalDate.MAX) + 1 > grant.limit()) {
            reason = Reason.LIMIT_REACHED;
        }
        return reason + " " + name(set) + " " + grant.limit() + " "
                + set.until().orElse(null);
    }

    private static boolean beats(GrantSet set, @Nullable GrantSet other) {
        if (other == null) {
            return true;
        }
        if (set.kind() != other.kind()) {
            return set.kind() == SourceKind.CONTRACT;
        }
        Instant from = set.from().orElse(Instant.MIN);
        Instant otherFrom = other.from().orElse(Instant.MIN);
        return from.equals(otherFrom) ? set.id().compareTo(other.id()) < 0 : from.isAfter(otherFrom);
    }

    private static String name(GrantSet set) {
        return (set.kind() == SourceKind.CONTRACT ? "contract:" : "plan:") + set.id();
    }

    private static String describe(Decision decision) {
        assertThat(decision.allowed()).isEqualTo(decision.reason() == Reason.GRANTED);
        return decision.reason() + " " + decision.source() + " "
                + decision.limit().orElse(-1) + " " + decision.validUntil().orElse(null);
    }

    private static List<GrantSet> sets(Random random) {
        List<GrantSet> sets = new ArrayList<>();
        int count = random.nextInt(7);
        for (int i = 0; i < count; i++) {
            Instant from = random.nextInt(4) == 0 ? null : instant(random);
            Instant until = random.nextInt(3) == 0 ? null : instant(random);
            if (from != null && until != null && !from.isBefore(until)) {
                until = null;
            }
            SourceKind kind = random.nextBoolean() ? SourceKind.CONTRACT : SourceKind.PLAN;
            sets.add(GrantSet.of(kind, "id-" + i, from, until, grants(random)));
        }
        return sets;
    }

    private static List<Grant> grants(Random random) {
        Map<Feature, Grant> grants = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Feature feature = feature(random);
            Grant grant = feature.type() == FeatureType.FLAG
                    ? Grant.flag(feature.key(), random.nextBoolean())
                    : Grant.limit(feature.key(), random.nextInt(4), "meter", Window.DAY);
            grants.put(feature, grant);
        }
        return List.copyOf(grants.values());
    }

    private static Feature feature(Random random) {
        String key = "key-" + random.nextInt(4);
        return random.nextInt(3) == 0 ? Feature.limit(key) : Feature.flag(key);
    }

    /** One of few instants, some of which share a millisecond, so that questions hit boundaries. */
    private static Instant instant(Random random) {
        return House.NOON.plusSeconds(random.nextInt(5)).plusNanos(400_000L * random.nextInt(4));
    }
}
