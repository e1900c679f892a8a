package dev.inlay.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.Contribution;
import dev.inlay.testkit.contracts.DirectoryFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The directory of a folder, whose file is written from profiles and read again after each change. */
final class DocumentsFixture implements DirectoryFixture {

    private static final TenantId INLAY = TenantId.of("inlay");
    private static final TenantId MEDISOFT = TenantId.of("medisoft");
    private static final TenantProfile NORTH = TenantProfile.builder(
                    TenantPath.of(INLAY, MEDISOFT, TenantId.of("nordic"), TenantId.of("north-clinic")))
            .segment("small")
            .region("eu")
            .tier("gold")
            .ring("canary")
            .placement("north")
            .zone(ZoneId.of("Europe/Oslo"))
            .build();
    private static final TenantProfile SOUTH = TenantProfile.builder(
                    TenantPath.direct(INLAY, MEDISOFT, TenantId.of("south-clinic")))
            .status(TenantStatus.SUSPENDED)
            .build();

    private final Path folder;
    private final Documents documents;
    private final TenantDirectory directory;
    private List<TenantProfile> profiles = List.of(NORTH, SOUTH);

    DocumentsFixture(Path folder) throws IOException {
        this.folder = folder;
        this.documents = Documents.in(folder);
        this.directory = Contribution.of(documents).stream()
                .filter(each -> each.point() == TenantDirectory.class)
                .map(each -> (TenantDirectory) each.extension())
                .findFirst()
                .orElseThrow();
        write();
    }

    @Override
    public TenantDirectory directory() {
        return directory;
    }

    @Override
    public List<TenantId> known() {
        return profiles.stream().map(TenantProfile::id).toList();
    }

    @Override
    public List<TenantProfile> profiles() {
        return profiles;
    }

    @Override
    public TenantProfile change() {
        TenantProfile changed =
                NORTH.toBuilder().tier("basic").status(TenantStatus.CLOSED).build();
        profiles = List.of(changed, SOUTH);
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changed;
    }

    /** Leaves half a document, as a writer does who was stopped. */
    @Override
    public void goDown() {
        assertThatThrownBy(() -> {
                    Files.writeString(folder.resolve("tenants.json"), "{\"tenants\": [");
                    documents.reload();
                })
                .isInstanceOf(InvalidDocumentException.class);
    }

    @Override
    public void comeBack() {
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() throws IOException {
        String tenants = profiles.stream().map(DocumentsFixture::json).collect(Collectors.joining(",\n"));
        Files.writeString(folder.resolve("tenants.json"), "{\"tenants\": [" + tenants + "]}");
        documents.reload();
    }

    private static String json(TenantProfile profile) {
        String reseller = profile.path()
                .reseller()
                .map(id -> "\"reseller\": \"" + id + "\", ")
                .orElse("");
        return String.format(
                Locale.ROOT,
                "{\"id\": \"%s\", \"oem\": \"%s\", %s\"status\": \"%s\", \"segment\": \"%s\", \"region\": \"%s\","
                        + " \"tier\": \"%s\", \"ring\": \"%s\", \"placement\": \"%s\", \"zone\": \"%s\"}",
                profile.id(),
                profile.path().oem(),
                reseller,
                profile.status().name().toLowerCase(Locale.ROOT),
                profile.segment(),
                profile.region(),
                profile.tier(),
                profile.ring(),
                profile.placement(),
                profile.zone());
    }
}
