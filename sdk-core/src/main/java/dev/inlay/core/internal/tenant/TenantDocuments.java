package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentPart;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.tenant.TenantDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tenants' share in the folder of documents: {@code tenants.json}. */
public final class TenantDocuments implements DocumentPart {

    private final DocumentTenantDirectory directory = new DocumentTenantDirectory();
    private Map<TenantId, TenantProfile> lastRead = Map.of();

    /** Creates the part, with an empty directory. */
    public TenantDocuments() {}

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TenantDirectory.class, directory);
    }

    @Override
    public Runnable read(DocumentFolder folder, Problems problems) throws IOException {
        Optional<DocumentNode> root = folder.required("tenants.json", problems);
        Map<TenantId, TenantProfile> profiles =
                root.map(node -> new TenantsReading(problems).profiles(node)).orElseGet(Map::of);
        lastRead = profiles;
        return () -> directory.replace(profiles);
    }

    /**
     * Notes that what is in force is what the documents say.
     *
     * @param at when they were looked at
     */
    public void succeeded(Instant at) {
        directory.succeeded(at);
    }

    /**
     * Notes that the documents say something that cannot be put in force.
     *
     * @param reason for an operator
     */
    public void failed(String reason) {
        directory.failed(reason);
    }

    /**
     * Whether the last look failed.
     *
     * @return {@code true} while the last known tenants serve because the documents are wrong
     */
    public boolean hasFailed() {
        return directory.hasFailed();
    }

    /**
     * Makes the tenants stale whenever no look has succeeded for a while, whatever keeps it.
     *
     * @param clock tells how long ago the last one was
     * @param overdue after how long
     */
    public void watched(InstantSource clock, Duration overdue) {
        directory.watched(clock, overdue);
    }

    /** Ends what {@link #watched} began. */
    public void unwatched() {
        directory.unwatched();
    }

    /**
     * What the last reading found, in force or not; for parts that are read after this one, on the same thread.
     *
     * @param id the tenant
     * @return empty when the document does not name it, or names it wrongly
     */
    public Optional<TenantProfile> lastRead(TenantId id) {
        return Optional.ofNullable(lastRead.get(id));
    }

    /**
     * Where the tenants of the last reading stand, in force or not; for parts that are read after this one, on the same
     * thread.
     *
     * @return without tenants that the document names wrongly
     */
    public List<TenantPath> paths() {
        return lastRead.values().stream().map(TenantProfile::path).toList();
    }
}
