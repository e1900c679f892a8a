package dev.inlay.core.internal.entitlement;

import static dev.inlay.core.internal.entitlement.House.contract;
import static dev.inlay.core.internal.entitlement.House.during;
import static dev.inlay.core.internal.entitlement.House.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.entitlement.Explanation;
import dev.inlay.api.entitlement.Explanation.Losing;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.Reason;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.Grant.Window;
import dev.inlay.testkit.contracts.Proves;
import org.junit.jupiter.api.Test;

@Proves("ENT-3")
final class ExplanationTest {

    private static final Feature CLAIMS = Feature.flag("claims.automation");
    private static final Grant ON = Grant.flag("claims.automation", true);
    private static final Grant OFF = Grant.flag("claims.automation", false);

    private final House house = new House();

    @Test
    void namesWhoLostAndWhyStrongestFirst() {
        house.source.grant(
                during("2027-01-01T00:00:00Z", null, contract("c-3", OFF)),
                plan("basic", ON),
                during(null, "2026-01-01T00:00:00Z", contract("c-1", ON)),
                contract("c-2", OFF),
                contract("c-4"));

        Explanation explanation = explain(CLAIMS);

        assertThat(explanation.decision()).isSameAs(house.check(CLAIMS));
        assertThat(explanation.decision().source()).isEqualTo("contract:c-2");
        assertThat(explanation.losing())
                .containsExactly(
                        new Losing("plan:basic", "on", "overridden by contract:c-2"),
                        new Losing("contract:c-3", "off", "begins 2027-01-01T00:00:00Z"),
                        new Losing("contract:c-1", "on", "ended 2026-01-01T00:00:00Z"));
    }

    @Test
    void saysThatAKeyIsGrantedAsAnotherType() {
        Grant limit = Grant.limit("claims.automation", 5, "claims.submitted", Window.MONTH);
        house.source.grant(contract("c-1", limit));

        Explanation explanation = explain(CLAIMS);

        assertThat(explanation.decision().reason()).isEqualTo(Reason.NOT_GRANTED);
        assertThat(explanation.losing())
                .containsExactly(new Losing("contract:c-1", "5 per month of claims.submitted", "grants it as a limit"));
    }

    @Test
    void hasNothingToCountForAFlag() {
        house.source.grant(contract("c-1", ON));

        Explanation explanation = explain(CLAIMS);

        assertThat(explanation.used()).isEmpty();
        assertThat(explanation.remaining()).isEmpty();
        assertThat(explanation.resetAt()).isEmpty();
        assertThat(explanation.losing()).isEmpty();
        assertThat(house.usage.questions()).isEmpty();
    }

    private Explanation explain(Feature feature) {
        return house.tenants.call(House.NORTH, () -> house.engine.explain(feature));
    }
}
