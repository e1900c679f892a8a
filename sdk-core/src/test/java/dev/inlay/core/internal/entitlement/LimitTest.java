package dev.inlay.core.internal.entitlement;

import static dev.inlay.core.internal.entitlement.House.contract;
import static dev.inlay.core.internal.entitlement.House.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Explanation;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.NotEntitledException;
import dev.inlay.api.entitlement.Reason;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.Grant.Window;
import dev.inlay.testkit.contracts.Proves;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@Proves({"ENT-1", "ENT-3"})
final class LimitTest {

    private static final Feature DAILY = Feature.limit("claims.daily");

    private final House house = new House();

    @Test
    void allowsWhatStillFits() {
        house.source.grant(contract("c-1", limit(40, Window.DAY)));
        house.usage.used(38);

        assertThat(house.check(DAILY, 2)).hasToString("claims.daily allowed (GRANTED, contract:c-1, limit 40)");
        assertThat(house.check(DAILY, 3)).hasToString("claims.daily refused (LIMIT_REACHED, contract:c-1, limit 40)");
    }

    @Test
    void asksForOneWhenNoAmountIsNamed() {
        house.source.grant(contract("c-1", limit(40, Window.DAY)));

        house.usage.used(39);
        assertThat(house.check(DAILY).allowed()).isTrue();

        house.usage.used(40);
        assertThat(house.check(DAILY).reason()).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void addsUpWithoutOverflow() {
        house.source.grant(contract("c-1", limit(Long.MAX_VALUE, Window.DAY)));
        house.usage.used(1);

        assertThat(house.check(DAILY, Long.MAX_VALUE).reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(house.check(DAILY, Long.MAX_VALUE - 1).reason()).isEqualTo(Reason.GRANTED);
    }

    @Test
    void staysExhaustedWhenMoreWasUsedThanIsGranted() {
        house.source.grant(contract("c-1", limit(0, Window.DAY)), plan("basic", limit(40, Window.DAY)));
        house.usage.used(Long.MAX_VALUE);

        assertThat(house.check(DAILY).reason()).isEqualTo(Reason.SWITCHED_OFF);
        assertThat(house.usage.questions()).as("asked for nothing").isEmpty();

        house.source.grant(contract("c-1", limit(1, Window.DAY)));

        assertThat(house.check(DAILY, Long.MAX_VALUE).reason()).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void takesALedgerBelowZeroForAnEmptyOne() {
        house.source.grant(contract("c-1", limit(Long.MAX_VALUE, Window.DAY)));
        house.usage.used(-5);

        assertThat(house.check(DAILY).allowed()).isTrue();
        assertThat(explain(DAILY).used()).hasValue(0);
    }

    @Test
    void readsTheMeterAndWindowOfTheGrantThatWins() {
        house.source.grant(
                contract("c-1", Grant.limit("claims.daily", 5, "claims.accepted", Window.MONTH)),
                plan("basic", limit(40, Window.DAY)));

        house.check(DAILY);

        assertThat(house.usage.questions()).containsExactly("north-clinic claims.accepted 2026-06-01 to 2026-06-30");
    }

    @Test
    void countsTheDayInTheTenantsZone() {
        house.source.grant(contract("c-1", limit(40, Window.DAY)));
        house.clock.set(Instant.parse("2026-06-15T22:00:00Z"));

        house.check(DAILY);

        assertThat(house.usage.questions()).containsExactly("north-clinic claims.submitted 2026-06-16 to 2026-06-16");
    }

    @Test
    void explainsWhatIsLeftAndUntilWhen() {
        house.source.grant(contract("c-1", limit(100, Window.DAY)), plan("basic", limit(40, Window.DAY)));
        house.usage.used(70);

        Explanation explanation = explain(DAILY);

        assertThat(explanation.decision()).isSameAs(house.check(DAILY));
        assertThat(explanation.used()).hasValue(70);
        assertThat(explanation.remaining()).hasValue(30);
        assertThat(explanation.resetAt()).contains(Instant.parse("2026-06-15T22:00:00Z"));
        assertThat(explanation.losing())
                .containsExactly(new Explanation.Losing(
                        "plan:basic", "40 per day of claims.submitted", "overridden by contract:c-1"));
    }

    @Test
    void explainsAnExhaustedMonth() {
        house.source.grant(contract("c-1", limit(40, Window.MONTH)));
        house.usage.used(45);
        house.clock.set(Instant.parse("2026-10-10T00:00:00Z"));

        Explanation explanation = explain(DAILY);

        assertThat(explanation.decision().reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(explanation.remaining()).hasValue(0);
        assertThat(explanation.resetAt()).contains(Instant.parse("2026-10-31T23:00:00Z"));
    }

    @Test
    void resetsAfterADayOf25Hours() {
        house.source.grant(contract("c-1", limit(40, Window.DAY)));
        house.clock.set(Instant.parse("2026-10-24T22:00:00Z"));

        assertThat(explain(DAILY).resetAt()).contains(Instant.parse("2026-10-25T23:00:00Z"));
    }

    @Test
    void resetsWhenTheDayBeginsWhereMidnightIsSkipped() {
        house.directory.put(House.profile(House.NORTH_PATH, "America/Santiago"));
        house.source.grant(contract("c-1", limit(40, Window.DAY)));
        house.clock.set(Instant.parse("2026-09-05T12:00:00Z"));

        assertThat(explain(DAILY).resetAt()).contains(Instant.parse("2026-09-06T04:00:00Z"));
    }

    @Test
    void explainsALimitOfZero() {
        house.source.grant(contract("c-1", limit(0, Window.DAY)));
        house.usage.used(3);

        Explanation explanation = explain(DAILY);

        assertThat(explanation.decision().reason()).isEqualTo(Reason.SWITCHED_OFF);
        assertThat(explanation.decision().limit()).hasValue(0);
        assertThat(explanation.used()).hasValue(3);
        assertThat(explanation.remaining()).hasValue(0);
    }

    @Test
    void refusesAmountsThatMakeNoSense() {
        Feature flag = Feature.flag("claims.automation");

        assertRefused("requested", () -> house.check(DAILY, 0));
        assertRefused("requested", () -> house.engine.require(DAILY, -1));
        assertRefused("feature", () -> house.check(flag, 1));
        assertRefused("feature", () -> house.engine.require(flag, 1));
    }

    @Test
    void throwsARefusalThatIsRequired() {
        house.source.grant(contract("c-1", limit(40, Window.DAY)));
        house.usage.used(39);

        Decision allowed = house.tenants.call(House.NORTH, () -> house.engine.require(DAILY, 1));

        assertThat(allowed.limit()).hasValue(40);
        assertThatThrownBy(() -> house.tenants.run(House.NORTH, () -> house.engine.require(DAILY, 2)))
                .isInstanceOf(NotEntitledException.class)
                .hasMessageContaining("LIMIT_REACHED");
    }

    private Explanation explain(Feature feature) {
        return house.tenants.call(House.NORTH, () -> house.engine.explain(feature));
    }

    private static Grant limit(long limit, Window window) {
        return Grant.limit("claims.daily", limit, "claims.submitted", window);
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(InvalidValueException.class))
                .extracting(InvalidValueException::field)
                .isEqualTo(field);
    }
}
