package dev.inlay.core.internal.entitlement;

import static dev.inlay.core.internal.entitlement.House.contract;
import static dev.inlay.core.internal.entitlement.House.during;
import static dev.inlay.core.internal.entitlement.House.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.NotEntitledException;
import dev.inlay.api.entitlement.Reason;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.Grant.Window;
import dev.inlay.testkit.contracts.Proves;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@Proves({"ENT-1", "ENT-2"})
final class DecisionTest {

    private static final Feature CLAIMS = Feature.flag("claims.automation");
    private static final Grant ON = Grant.flag("claims.automation", true);
    private static final Grant OFF = Grant.flag("claims.automation", false);

    private final House house = new House();

    @Test
    void grantsWhatThePlanGrants() {
        house.source.grant(contract("c-1"), plan("basic", ON));

        Decision decision = house.check(CLAIMS);

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.reason()).isEqualTo(Reason.GRANTED);
        assertThat(decision.source()).isEqualTo("plan:basic");
        assertThat(decision.feature()).isEqualTo(CLAIMS);
        assertThat(decision.limit()).isEmpty();
        assertThat(decision.validUntil()).isEmpty();
    }

    @Test
    void letsTheContractSwitchOffWhatThePlanGrants() {
        house.source.grant(plan("basic", ON), contract("c-1", OFF));

        assertThat(house.check(CLAIMS)).hasToString("claims.automation refused (SWITCHED_OFF, contract:c-1)");
    }

    @Test
    void refusesWhatNobodyMentions() {
        house.source.grant(contract("c-1", ON));

        Decision decision = house.check(Feature.flag("unheard.of"));

        assertThat(decision).hasToString("unheard.of refused (NOT_GRANTED, default)");
        assertThat(house.check(Feature.limit("unheard.of"), 7)).hasToString(decision.toString());
    }

    @Test
    void saysWhenThereIsNoContract() {
        house.source.grant(plan("free", ON));

        assertThat(house.check(CLAIMS).reason()).isEqualTo(Reason.GRANTED);
        assertThat(house.check(Feature.flag("unheard.of")).reason()).isEqualTo(Reason.NO_CONTRACT);
    }

    @Test
    void refusesAKeyThatIsGrantedAsAnotherType() {
        house.source.grant(
                contract("c-1", ON), plan("basic", Grant.limit("claims.daily", 40, "claims.submitted", Window.DAY)));

        assertThat(house.check(Feature.limit("claims.automation")))
                .hasToString("claims.automation refused (NOT_GRANTED, contract:c-1 (as a flag))");
        assertThat(house.check(Feature.flag("claims.daily")))
                .hasToString("claims.daily refused (NOT_GRANTED, plan:basic (as a limit))");
        assertThat(house.usage.questions()).isEmpty();
    }

    @Test
    void holdsFromTheBeginningToJustBeforeTheEnd() {
        String from = "2026-06-15T10:00:00.000000500Z";
        String until = "2026-06-15T11:00:00.000000500Z";
        house.source.grant(during(from, until, contract("c-1", ON)));

        assertThat(reasonAt("2026-06-15T10:00:00.000000499Z")).isEqualTo(Reason.NO_CONTRACT);
        assertThat(reasonAt(from)).isEqualTo(Reason.GRANTED);
        assertThat(house.check(CLAIMS).validUntil()).contains(Instant.parse(until));
        assertThat(reasonAt("2026-06-15T11:00:00.000000499Z")).isEqualTo(Reason.GRANTED);
        assertThat(reasonAt(until)).isEqualTo(Reason.NO_CONTRACT);
    }

    @Test
    void prefersTheLaterOfTwoContractsThenTheLowerId() {
        house.source.grant(
                contract("c-0", OFF),
                during("2026-02-01T00:00:00Z", null, contract("c-2", ON)),
                during("2026-03-01T00:00:00Z", null, contract("c-4", ON)),
                during("2026-03-01T00:00:00Z", null, contract("c-3", OFF)));

        assertThat(house.check(CLAIMS).source()).isEqualTo("contract:c-3");
    }

    @Test
    void asksEverySource() {
        house.source.grant(contract("c-1"));
        house.other.grant(plan("basic", ON));

        assertThat(house.check(CLAIMS).allowed()).isTrue();
    }

    @Test
    void throwsARefusalThatIsRequired() {
        house.source.grant(contract("c-1", OFF));

        assertThatThrownBy(() -> house.tenants.run(House.NORTH, () -> house.engine.require(CLAIMS)))
                .isInstanceOf(NotEntitledException.class)
                .hasMessage("tenant north-clinic: claims.automation refused (SWITCHED_OFF, contract:c-1)")
                .asInstanceOf(type(NotEntitledException.class))
                .extracting(NotEntitledException::decision)
                .isSameAs(house.check(CLAIMS));
    }

    @Test
    void returnsWhatIsRequiredAndAllowed() {
        house.source.grant(contract("c-1", ON));

        Decision decision = house.tenants.call(House.NORTH, () -> house.engine.require(CLAIMS));

        assertThat(decision).isSameAs(house.check(CLAIMS));
    }

    @Test
    void needsATenant() {
        assertThatThrownBy(() -> house.engine.check(CLAIMS)).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> house.engine.require(CLAIMS)).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> house.engine.explain(CLAIMS)).isInstanceOf(NoTenantException.class);
    }

    private Reason reasonAt(String instant) {
        house.clock.set(Instant.parse(instant));
        return house.check(CLAIMS).reason();
    }
}
