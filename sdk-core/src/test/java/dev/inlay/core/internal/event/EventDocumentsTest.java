package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.Documents;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.event.DeliveryShares;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("EVT-3")
final class EventDocumentsTest {

    @TempDir
    private Path folder;

    private final List<DeliveryShares> shares = new ArrayList<>();

    @BeforeEach
    void writeTenants() throws IOException {
        write("tenants.json", """
                {"tenants": [{"id": "north-clinic", "oem": "medisoft", "tier": "plus"},
                             {"id": "south-clinic", "oem": "medisoft"}]}
                """);
    }

    @Test
    void weighsATenantByItsOwnNumberElseByItsTier() throws IOException {
        events("{\"weights\": {\"tiers\": {\"plus\": 3}, \"tenants\": {\"north-clinic\": 5}}}");
        load();

        assertThat(weight("north-clinic", "plus")).isEqualTo(5);
        assertThat(weight("east-clinic", "plus")).isEqualTo(3);
        assertThat(weight("south-clinic", "standard")).isEqualTo(1);
    }

    @Test
    void weighsAllTheSameWithoutADocument() throws IOException {
        load();

        assertThat(weight("north-clinic", "plus")).isEqualTo(1);
        assertThat(shares.get(0).version()).isZero();
    }

    @Test
    void raisesTheVersionOnlyWhenAWeightChanged() throws IOException {
        events("{\"weights\": {\"tiers\": {\"plus\": 3}}}");
        Documents documents = load();
        long first = shares.get(0).version();

        documents.reload();
        long same = shares.get(0).version();
        events("{\"weights\": {\"tiers\": {\"plus\": 4}}}");
        documents.reload();

        assertThat(same).isEqualTo(first);
        assertThat(shares.get(0).version()).isGreaterThan(first);
        assertThat(weight("north-clinic", "plus")).isEqualTo(4);
    }

    @Test
    void keepsTheWeightsInForceWhenAChangeIsRefused() throws IOException {
        events("{\"weights\": {\"tiers\": {\"plus\": 3}}}");
        Documents documents = load();

        events("{\"weights\": {\"tiers\": {\"plus\": 0}}}");

        assertThatThrownBy(documents::reload).isInstanceOf(InvalidDocumentException.class);
        assertThat(weight("north-clinic", "plus")).isEqualTo(3);
    }

    @Test
    void namesThePlaceOfEverythingThatIsWrong() throws IOException {
        events("""
                {"weights": {
                  "tiers": {"plus": 0, "two words": 2, "basic": 1.5},
                  "tenants": {"west-clinic": 2, "North Clinic": 2,
                    "south-clinic": 101, "north-clinic": "5"},
                  "segments": {}},
                 "wieghts": {}}
                """);

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("events.json:2 /weights/tiers/plus: weight: must be a whole number from 1 to 100")
                .hasMessageContaining("events.json:2 /weights/tiers/two words: tier: must have 1 to 64 visible")
                .hasMessageContaining("events.json:2 /weights/tiers/basic: weight: must be a whole number")
                .hasMessageContaining("events.json:3 /weights/tenants/west-clinic: tenant: there is no tenant")
                .hasMessageContaining("events.json:3 /weights/tenants/North Clinic: ")
                .hasMessageContaining("events.json:4 /weights/tenants/south-clinic: weight: must be")
                .hasMessageContaining("events.json:4 /weights/tenants/north-clinic: must be a number, not a string")
                .hasMessageContaining("events.json:5 /weights/segments: unknown field 'segments'")
                .hasMessageContaining("events.json:6 /wieghts: unknown field 'wieghts'")
                .hasMessageContaining("9 problems");
    }

    private int weight(String tenant, String tier) {
        return shares.get(0)
                .weight(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/" + tenant))
                        .tier(tier)
                        .build());
    }

    private Documents load() throws IOException {
        Documents documents = Documents.in(folder);
        documents.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                if (extension instanceof DeliveryShares weights) {
                    shares.add(weights);
                }
                return this;
            }
        });
        documents.reload();
        return documents;
    }

    private void events(String document) throws IOException {
        write("events.json", document);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
