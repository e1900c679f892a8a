package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.Documents;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.event.EventRoutes;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("EVT-1")
final class EventRoutesTest {

    private static final TenantContext NORTH = context("inlay/medisoft/nordic/north-clinic");
    private static final TenantContext SOUTH = context("inlay/medisoft/-/south-clinic");

    @TempDir
    private Path folder;

    private final List<EventRoutes> found = new ArrayList<>();

    @BeforeEach
    void writeTenants() throws IOException {
        write("tenants.json", """
                {"tenants": [{"id": "north-clinic", "oem": "medisoft", "reseller": "nordic"},
                             {"id": "south-clinic", "oem": "medisoft"}]}
                """);
    }

    @Test
    void sendsEverywhereWithoutRules() throws IOException {
        EventRoutes routes = load();

        assertThat(routes.targets(NORTH, "claim.submitted")).isEmpty();
        assertThat(frozen(routes, NORTH, "claim.submitted")).containsExactly("archive", "erp", "webhook");
    }

    @Test
    void sendsToAllTargetsOfAllRulesThatTakeTheType() throws IOException {
        events("""
                {"routes": {"default": [{"types": ["claim.*"], "targets": ["webhook", "erp"]},
                                        {"types": ["claim.submitted", "visit.ended"], "targets": ["archive", "erp"]}]}}
                """);
        EventRoutes routes = load();

        assertThat(routes.targets(NORTH, "claim.submitted")).contains(List.of("archive", "erp", "webhook"));
        assertThat(routes.targets(NORTH, "claim.paid.late")).contains(List.of("erp", "webhook"));
        assertThat(routes.targets(SOUTH, "visit.ended")).contains(List.of("archive", "erp"));
    }

    @Test
    void followsTheNearestNodeThatHasRules() throws IOException {
        events("""
                {"routes": {"default": [{"types": ["*"], "targets": ["erp"]}],
                            "nodes": {"medisoft": [{"types": ["*"], "targets": ["archive"]}],
                                      "nordic": [{"types": ["*"], "targets": ["webhook"]}]}}}
                """);
        EventRoutes routes = load();

        assertThat(routes.targets(NORTH, "claim.submitted")).contains(List.of("webhook"));
        assertThat(routes.targets(SOUTH, "claim.submitted")).contains(List.of("archive"));
    }

    @Test
    void refusesATypeThatNoRuleSpeaksOfAndDropsOneThatARuleSendsNowhere() throws IOException {
        events("""
                {"routes": {"default": [{"types": ["claim.*"], "targets": ["erp"]},
                                        {"types": ["visit.seen"], "targets": []}]}}
                """);
        EventRoutes routes = load();

        assertThat(routes.targets(NORTH, "visit.seen")).contains(List.of());
        for (String type : List.of("visit.ended", "claim", "claims.submitted")) {
            assertThatThrownBy(() -> routes.targets(NORTH, type))
                    .as(type)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("event.type")
                    .hasMessageContaining("north-clinic");
        }
    }

    @Test
    void refusesAtPublishARouteToATargetThatIsNotInstalled() throws IOException {
        events("{\"routes\": {\"default\": [{\"types\": [\"*\"], \"targets\": [\"gone\"]}]}}");
        EventRoutes routes = load();

        assertThatThrownBy(() -> frozen(routes, NORTH, "claim.submitted"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("event.target")
                .hasMessageContaining("'gone'");
    }

    @Test
    void namesThePlaceOfWhateverIsWrong() throws IOException {
        events("""
                {"routes": {"default": [{"types": ["Claim", "claim*"], "targets": ["ERP"]}, {"types": []}],
                            "nodes": {"east": []}}}
                """);

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("/routes/default/0/types/0")
                .hasMessageContaining("/routes/default/0/types/1")
                .hasMessageContaining("/routes/default/0/targets/0")
                .hasMessageContaining("'targets' is missing")
                .hasMessageContaining("a node 'east'");
    }

    private static List<String> frozen(EventRoutes routes, TenantContext tenant, String type) {
        EntryFreezer freezer = new EntryFreezer(
                List.of("erp", "webhook", "archive"),
                routes,
                Upcasts.NONE,
                new PayloadFreezer(new JacksonPayloadCodec()),
                new EventIds(InstantSource.system(), new SecureRandom()),
                InstantSource.system());
        return freezer.freeze(tenant, ErpEvent.of(type, "c-1", "{}")).targets();
    }

    private static TenantContext context(String path) {
        TenantProfile profile = TenantProfile.builder(TenantPath.parse(path)).build();
        return TenantContext.of(profile, 1, Origin.HOST);
    }

    private EventRoutes load() throws IOException {
        Documents documents = Documents.in(folder).reloadedByHost();
        documents.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                if (extension instanceof EventRoutes routes) {
                    found.add(routes);
                }
                return this;
            }
        });
        documents.reload();
        return found.get(0);
    }

    private void events(String text) throws IOException {
        write("events.json", text);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
