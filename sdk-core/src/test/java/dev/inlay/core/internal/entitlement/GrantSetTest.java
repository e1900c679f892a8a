package dev.inlay.core.internal.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.Grant.Window;
import dev.inlay.spi.entitlement.GrantSet;
import dev.inlay.spi.entitlement.SourceKind;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a source cannot even say. */
final class GrantSetTest {

    private static final Grant ON = Grant.flag("claims.automation", true);

    @Test
    void holdsAFlagAndALimitOfOneKey() {
        Grant limit = Grant.limit("claims.automation", 1, "claims", Window.DAY);

        assertThat(House.plan("basic", ON, limit).grants()).containsExactly(ON, limit);
    }

    @Test
    void refusesAFeatureTwice() {
        assertRefused("grants", () -> House.plan("basic", ON, Grant.flag("claims.automation", false)));
    }

    @Test
    void refusesAnIntervalWithoutTime() {
        assertRefused("until", () -> GrantSet.of(SourceKind.PLAN, "basic", House.NOON, House.NOON, List.of(ON)));
    }

    @Test
    void refusesALimitThatCannotBeCounted() {
        assertRefused("limit", () -> Grant.limit("claims.daily", -1, "claims", Window.DAY));
        assertRefused("meter", () -> Grant.limit("claims.daily", 1, "", Window.DAY));
        assertRefused("meter", () -> Grant.limit("claims.daily", 1, "m".repeat(101), Window.DAY));
        assertRefused("feature.key", () -> Grant.limit("Daily", 1, "claims", Window.DAY));
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(InvalidValueException.class))
                .extracting(InvalidValueException::field)
                .isEqualTo(field);
    }
}
