package dev.inlay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentsTest {

    private static final String NORTH = "{\"id\":\"north-clinic\",\"oem\":\"medisoft\",\"reseller\":\"nordic\"}";

    @TempDir
    private Path folder;

    @Test
    @Proves("TEN-1")
    void readsEveryFieldOfATenant() throws IOException {
        TenantDirectory directory = load("""
                {"platform": "house", "tenants": [
                  {"id": "north-clinic", "oem": "medisoft", "reseller": "nordic", "status": "suspended",
                   "segment": "small", "region": "eu", "tier": "gold", "ring": "canary", "placement": "north",
                   "zone": "Europe/Oslo"}]}
                """);

        TenantProfile north = directory.find(TenantId.of("north-clinic")).orElseThrow();

        assertThat(north.path()).hasToString("house/medisoft/nordic/north-clinic");
        assertThat(north.status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(north.segment()).isEqualTo("small");
        assertThat(north.region()).isEqualTo("eu");
        assertThat(north.tier()).isEqualTo("gold");
        assertThat(north.ring()).isEqualTo("canary");
        assertThat(north.placement()).isEqualTo("north");
        assertThat(north.zone()).isEqualTo(ZoneId.of("Europe/Oslo"));
    }

    @Test
    void needsOnlyIdAndOem() throws IOException {
        TenantDirectory directory = load("{\"tenants\": [{\"id\": \"south-clinic\", \"oem\": \"medisoft\"}]}");

        TenantProfile south = directory.find(TenantId.of("south-clinic")).orElseThrow();

        assertThat(south.path()).hasToString("inlay/medisoft/-/south-clinic");
        assertThat(south.status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(south.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(directory.find(TenantId.of("SOUTH-clinic"))).isEmpty();
    }

    @Test
    void namesFileLinePointerAndFieldOfEveryProblemAtOnce() {
        assertThatThrownBy(() -> load("""
                        {"tenants": [
                          {"id": "a b", "oem": "medisoft", "colour": "red"},
                          {"oem": "medisoft", "status": "happy"},
                          {"id": "ok", "oem": "medisoft", "region": "e u", "zone": "Mars", "tier": 3},
                          7]}
                        """))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining(folder.resolve("tenants.json") + ":2 /tenants/0/id: tenantId: character 2")
                .hasMessageContaining("tenants.json:2 /tenants/0/colour: unknown field 'colour'")
                .hasMessageContaining("tenants.json:3 /tenants/1: field 'id' is missing")
                .hasMessageContaining("tenants.json:3 /tenants/1/status: status: must be active, suspended or closed")
                .hasMessageContaining("tenants.json:4 /tenants/2/region: region: must have 1 to 64")
                .hasMessageContaining("tenants.json:4 /tenants/2/zone: zone: must be a time zone")
                .hasMessageContaining("tenants.json:4 /tenants/2/tier: must be a string, not a number")
                .hasMessageContaining("tenants.json:5 /tenants/3: must be an object, not a number")
                .hasMessageContaining("8 problems");
    }

    @Test
    void refusesATenantThatStandsTwiceNamingBothLines() {
        assertThatThrownBy(() -> load("{\"tenants\": [\n" + NORTH + ",\n" + NORTH + "]}"))
                .hasMessageContaining("tenants.json:3 /tenants/1/id: 'north-clinic'")
                .hasMessageContaining("on line 3 and a tenant on line 2");
    }

    @Test
    void refusesAResellerUnderTwoOems() {
        assertThatThrownBy(() -> load(
                        "{\"tenants\": [\n" + NORTH + ",\n{\"id\":\"x\",\"oem\":\"other\",\"reseller\":\"nordic\"}]}"))
                .hasMessageContaining("tenants.json:3 /tenants/1: 'nordic' is a reseller of OEM 'other' on line 3 and"
                        + " a reseller of OEM 'medisoft' on line 2");
    }

    @Test
    void refusesAnIdThatNamesATenantHereAndAnOemThere() {
        assertThatThrownBy(() -> load("{\"tenants\": [\n" + NORTH + ",\n{\"id\":\"x\",\"oem\":\"north-clinic\"}]}"))
                .hasMessageContaining("'north-clinic' is an OEM on line 3 and a tenant on line 2");
    }

    @Test
    void namesTheMissingFile() {
        Documents documents = Documents.in(folder);

        assertThatThrownBy(documents::reload)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining(folder.resolve("tenants.json").toString())
                .hasMessageContaining("missing");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Files.write(folder.resolve("tenants.json"), "{\"platform\":\"ø\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(Documents.in(folder)::reload).hasMessageContaining("must be UTF-8");
    }

    @Test
    @Proves("TEN-9")
    void reloadsAndRaisesTheVersionOnlyWhenSomethingChanged() throws IOException {
        write("{\"tenants\": [" + NORTH + "]}");
        Documents documents = Documents.in(folder);
        TenantDirectory directory = directoryOf(documents);
        assertThat(directory.find(TenantId.of("north-clinic"))).isEmpty();

        documents.reload();
        long first = directory.version();
        documents.reload();
        assertThat(directory.version()).isEqualTo(first);
        write("{\"tenants\": []}");
        documents.reload();

        assertThat(directory.version()).isGreaterThan(first);
        assertThat(directory.find(TenantId.of("north-clinic"))).isEmpty();
    }

    @Test
    void keepsWhatWasInForceWhenAReloadFails() throws IOException {
        write("{\"tenants\": [" + NORTH + "]}");
        Documents documents = Documents.in(folder);
        TenantDirectory directory = directoryOf(documents);
        documents.reload();
        long before = directory.version();
        write("{\"tenants\": [{\"id\": \"half\"}]}");

        assertThatThrownBy(documents::reload).isInstanceOf(InvalidDocumentException.class);

        assertThat(directory.version()).isEqualTo(before);
        assertThat(directory.find(TenantId.of("north-clinic"))).isPresent();
    }

    private TenantDirectory load(String tenants) throws IOException {
        write(tenants);
        Documents documents = Documents.in(folder);
        documents.reload();
        return directoryOf(documents);
    }

    private void write(String tenants) throws IOException {
        Files.writeString(folder.resolve("tenants.json"), tenants);
    }

    private static TenantDirectory directoryOf(Documents documents) {
        Map<Class<?>, Object> extensions = new HashMap<>();
        documents.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                extensions.put(point, extension);
                return this;
            }
        });
        return (TenantDirectory) extensions.get(TenantDirectory.class);
    }
}
