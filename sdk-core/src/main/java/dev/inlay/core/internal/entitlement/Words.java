package dev.inlay.core.internal.entitlement;

import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.FeatureType;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.GrantSet;
import java.util.Locale;

/** How decisions and explanations name things. */
final class Words {

    private Words() {}

    /** For example {@code contract:c-17}. */
    static String source(GrantSet set) {
        return set.kind().name().toLowerCase(Locale.ROOT) + ":" + set.id();
    }

    /** For example {@code a limit}. */
    static String type(FeatureType type) {
        return switch (type) {
            case FLAG -> "a flag";
            case LIMIT -> "a limit";
        };
    }

    /** For example {@code on} or {@code 40 per day of claims.submitted}. */
    static String value(Grant grant) {
        return switch (grant.feature().type()) {
            case FLAG -> grant.enabled() ? "on" : "off";
            case LIMIT ->
                grant.limit() + " per " + grant.window().name().toLowerCase(Locale.ROOT) + " of "
                        + grant.meter().orElseThrow();
        };
    }

    static Feature otherType(Feature feature) {
        return feature.type() == FeatureType.FLAG ? Feature.limit(feature.key()) : Feature.flag(feature.key());
    }
}
