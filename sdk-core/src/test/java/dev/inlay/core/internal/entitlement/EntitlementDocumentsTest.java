package dev.inlay.core.internal.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.Reason;
import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.core.Documents;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.entitlement.EntitlementSource;
import dev.inlay.spi.entitlement.GrantSet;
import dev.inlay.spi.entitlement.SourceKind;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("ENT-2")
final class EntitlementDocumentsTest {

    private static final String PLANS = """
            {"plans": [{"id": "clinic-basic", "features": {
              "claims.automation": true,
              "claims.daily": {"limit": 40, "meter": "claims.submitted", "per": "day"}}}]}
            """;

    @TempDir
    private Path folder;

    private final List<EntitlementSource> sources = new ArrayList<>();

    @BeforeEach
    void writeTenants() throws IOException {
        write("tenants.json", """
                {"tenants": [{"id": "north-clinic", "oem": "medisoft", "zone": "Europe/Oslo"},
                             {"id": "south-clinic", "oem": "medisoft"}]}
                """);
        write("plans.json", PLANS);
    }

    @Test
    void turnsAContractIntoItsOwnGrantsAndThoseOfItsPlan() throws IOException {
        contracts("""
                {"id": "c-1001", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2026-01-01",
                 "until": "2026-07-01",
                 "features": {"claims.daily": {"limit": 100, "meter": "claims.submitted", "per": "month"}}}
                """);
        Documents documents = load();

        List<GrantSet> sets = sets("north-clinic");

        assertThat(documents).isNotNull();
        assertThat(sets).extracting(GrantSet::kind).containsExactly(SourceKind.CONTRACT, SourceKind.PLAN);
        assertThat(sets).extracting(GrantSet::id).containsExactly("c-1001", "clinic-basic");
        assertThat(sets).allSatisfy(set -> {
            assertThat(set.from()).contains(Instant.parse("2025-12-31T23:00:00Z"));
            assertThat(set.until()).contains(Instant.parse("2026-06-30T22:00:00Z"));
        });
        assertThat(sets.get(0).grants()).extracting(Words::value).containsExactly("100 per month of claims.submitted");
        assertThat(sets.get(1).grants())
                .extracting(Words::value)
                .containsExactly("on", "40 per day of claims.submitted");
    }

    @Test
    void decidesFromTheDocuments() throws IOException {
        contracts("""
                {"id": "c-1", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2026-01-01",
                 "features": {"claims.automation": false}}
                """);
        load();
        House house = new House();
        EntitlementEngine engine = new EntitlementEngine(house.tenants, sources, house.usage, house.clock);

        house.tenants.run(House.NORTH, () -> {
            assertThat(engine.check(Feature.flag("claims.automation")).reason()).isEqualTo(Reason.SWITCHED_OFF);
            assertThat(engine.check(Feature.limit("claims.daily"), 40).reason()).isEqualTo(Reason.GRANTED);
            assertThat(engine.check(Feature.limit("claims.daily"), 41).reason()).isEqualTo(Reason.LIMIT_REACHED);
        });
    }

    @Test
    void beginsDaysInUtcWhereTheTenantNamesNoZone() throws IOException {
        contracts(
                "{\"id\": \"c-1\", \"tenant\": \"south-clinic\", \"plan\": \"clinic-basic\", \"from\": \"2026-01-01\"}");
        load();

        assertThat(sets("south-clinic")).allSatisfy(set -> {
            assertThat(set.from()).contains(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(set.until()).isEmpty();
        });
        assertThat(sets("north-clinic")).isEmpty();
    }

    @Test
    void grantsNothingWithoutDocuments() throws IOException {
        Files.delete(folder.resolve("plans.json"));
        load();

        assertThat(sets("north-clinic")).isEmpty();
    }

    @Test
    void putsAChangeInForceAtReload() throws IOException {
        Documents documents = load();
        long before = sources.get(0).version();

        contracts(
                "{\"id\": \"c-1\", \"tenant\": \"north-clinic\", \"plan\": \"clinic-basic\", \"from\": \"2026-01-01\"}");
        documents.reload();

        assertThat(sources.get(0).version()).isGreaterThan(before);
        assertThat(sets("north-clinic")).hasSize(2);
    }

    @Test
    void keepsWhatIsInForceWhenAChangeIsRefused() throws IOException {
        contracts(
                "{\"id\": \"c-1\", \"tenant\": \"north-clinic\", \"plan\": \"clinic-basic\", \"from\": \"2026-01-01\"}");
        Documents documents = load();
        long before = sources.get(0).version();

        write("contracts.json", "{\"contracts\": [{}]}");

        assertThatThrownBy(documents::reload).isInstanceOf(InvalidDocumentException.class);
        assertThat(sources.get(0).version()).isEqualTo(before);
        assertThat(sets("north-clinic")).hasSize(2);
    }

    @Test
    void acceptsContractsThatFollowEachOther() throws IOException {
        contracts("""
                {"id": "c-2", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2026-07-01"},
                {"id": "c-1", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2026-01-01",
                 "until": "2026-07-01"},
                {"id": "c-3", "tenant": "south-clinic", "plan": "clinic-basic", "from": "2026-01-01"}
                """);
        load();

        assertThat(sets("north-clinic")).hasSize(4);
    }

    @Test
    void refusesWhatIsWrongInAPlan() throws IOException {
        write("plans.json", """
                {"plans": [
                  {"id": "a", "features": {"Bad Key": true,
                    "neg": {"limit": -1, "meter": "m", "per": "day"},
                    "frac": {"limit": 1.5, "meter": "m", "per": "week"},
                    "huge": {"limit": 1e400000000, "meter": "M!", "per": "day"},
                    "part": {"limit": 1, "metre": "m"},
                    "word": "yes"}},
                  {"id": "a", "features": {"neg": true}, "price": 3},
                  {"id": ""}]}
                """);

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("plans.json:2 /plans/0/features/Bad Key: feature.key: must be lower-case words")
                .hasMessageContaining("plans.json:3 /plans/0/features/neg/limit: limit: must be a whole number")
                .hasMessageContaining("plans.json:4 /plans/0/features/frac/limit: limit: must be a whole number")
                .hasMessageContaining("plans.json:4 /plans/0/features/frac/per: per: must be day or month")
                .hasMessageContaining("plans.json:5 /plans/0/features/huge/limit: limit: must be a whole number")
                .hasMessageContaining("plans.json:5 /plans/0/features/huge/meter: meter: must be lower-case words")
                .hasMessageContaining("plans.json:6 /plans/0/features/part/metre: unknown field 'metre'")
                .hasMessageContaining("plans.json:6 /plans/0/features/part: field 'meter' is missing")
                .hasMessageContaining("plans.json:6 /plans/0/features/part: field 'per' is missing")
                .hasMessageContaining("plans.json:7 /plans/0/features/word: must be true or false for a flag")
                .hasMessageContaining("plans.json:8 /plans/1/id: id: 'a' stands at ")
                .hasMessageContaining("plans.json:8 /plans/1/features/neg: 'neg' is a flag here and a limit at ")
                .hasMessageContaining("plans.json:8 /plans/1/price: unknown field 'price'")
                .hasMessageContaining("plans.json:9 /plans/2/id: id: must have 1 to 100")
                .hasMessageContaining("plans.json:9 /plans/2: field 'features' is missing")
                .hasMessageContaining("15 problems");
    }

    @Test
    void refusesWhatIsWrongInAContract() throws IOException {
        contracts("""
                {"id": "c-1", "tenant": "north-clinic", "plan": "gold", "from": "2026-01-01"},
                {"id": "c-1", "tenant": "east-clinic", "plan": "clinic-basic", "from": "2026-01-01"},
                {"id": "c-2", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2026-01-01", "until": "2026-01-01"},
                {"id": "c-3", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2026-02-30", "note": 1},
                {"id": "c-4", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2026-01-01",
                 "features": {"claims.daily": true}},
                {"id": "c-5", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2025-01-01", "until": "2026-01-02"}
                """);

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("contracts.json:2 /contracts/0/plan: plan: there is no plan 'gold'")
                .hasMessageContaining("contracts.json:3 /contracts/1/id: id: 'c-1' stands at ")
                .hasMessageContaining("contracts.json:3 /contracts/1/tenant: tenant: there is no tenant 'east-clinic'")
                .hasMessageContaining("contracts.json:4 /contracts/2/until: until: must be after from")
                .hasMessageContaining("contracts.json:5 /contracts/3/from: from: must be a date")
                .hasMessageContaining("contracts.json:5 /contracts/3/note: unknown field 'note'")
                .hasMessageContaining(
                        "contracts.json:7 /contracts/4/features/claims.daily: 'claims.daily' is a flag here"
                                + " and a limit at " + folder.resolve("plans.json") + ":3")
                .hasMessageContaining(
                        "contracts.json:8 /contracts/5/from: from: the contract (2025-01-01 to 2026-01-02)"
                                + " overlaps the one (2026-01-01 to no end)")
                .hasMessageContaining("8 problems");
    }

    @Test
    void blamesNoContractForATenantThatWasWrittenWrongly() throws IOException {
        write("tenants.json", "{\"tenants\": [{\"id\": \"north-clinic\"}]}");
        contracts(
                "{\"id\": \"c-1\", \"tenant\": \"north-clinic\", \"plan\": \"clinic-basic\", \"from\": \"2026-01-01\"}");

        assertThatThrownBy(this::load).hasMessageContaining("1 problem:").hasMessageContaining("tenants.json:1");
    }

    private Documents load() throws IOException {
        Documents documents = Documents.in(folder);
        documents.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                if (extension instanceof EntitlementSource source) {
                    sources.add(source);
                }
                return this;
            }
        });
        documents.reload();
        return documents;
    }

    private List<GrantSet> sets(String tenant) {
        return sources.get(0)
                .load(TenantPath.direct(TenantId.of("inlay"), TenantId.of("medisoft"), TenantId.of(tenant)));
    }

    private void contracts(String contracts) throws IOException {
        write("contracts.json", "{\"contracts\": [\n" + contracts.strip() + "\n]}");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
