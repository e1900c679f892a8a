package dev.inlay.core;

import dev.inlay.core.internal.entitlement.EntitlementDocuments;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.DocumentPart;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.tenant.TenantDocuments;
import dev.inlay.core.internal.theme.ThemeDocuments;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of JSON documents that says who the tenants are and what they have. Its files:
 *
 * <ul>
 *   <li>{@code tenants.json}, which must be there: {@code {"platform": "inlay", "tenants": [{"id": "north-clinic",
 *       "oem": "medisoft", "reseller": "nordic", "status": "active", "segment": "shared", "region": "eu", "tier":
 *       "standard", "ring": "stable", "placement": "shared", "zone": "Europe/Oslo"}]}}. Only {@code tenants},
 *       {@code id} and {@code oem} are required; the platform's default is {@code "inlay"}, the others' are those of
 *       {@link dev.inlay.api.tenant.TenantProfile}.
 *   <li>{@code plans.json}, which may be missing: {@code {"plans": [{"id": "clinic-basic", "features":
 *       {"claims.automation": true, "claims.daily": {"limit": 40, "meter": "claims.submitted", "per": "day"}}}]}}. A
 *       flag is {@code true} or {@code false}, a limit a whole number per {@code day} or {@code month} of what a meter
 *       counts; one key is one or the other everywhere.
 *   <li>{@code contracts.json}, which may be missing: {@code {"contracts": [{"id": "c-1001", "tenant": "north-clinic",
 *       "plan": "clinic-basic", "from": "2026-01-01", "until": "2027-01-01", "features": {"claims.daily": {"limit":
 *       100, "meter": "claims.submitted", "per": "day"}}}]}}. It holds from the beginning of the day {@code from} to
 *       the beginning of the day {@code until}, in the tenant's zone; without {@code until} it does not end. Its
 *       {@code features}, which may be missing, go before those of its plan. A tenant has one contract at a time.
 *   <li>{@code themes/NODE.tokens.json} and {@code themes/NODE.dark.tokens.json}, which may be there for each platform,
 *       OEM, reseller and tenant: design tokens in the format DTCG 2025.10, the base and what dark mode changes. A
 *       layer has at most 1048576 characters, a theme at most 10000 tokens.
 * </ul>
 *
 * <p>Documents are read when the instance starts, and again by {@link #reload()}; they are put in force together or,
 * when anything in any of them is wrong, not at all. The message then names file, line, JSON Pointer and field of every
 * problem. One object serves one instance. Thread-safe.
 *
 * @since 0.1
 */
public final class Documents implements Plugin {

    private final DocumentFolder folder;
    private final List<DocumentPart> parts;

    private Documents(Path folder) {
        this.folder = new DocumentFolder(folder);
        TenantDocuments tenants = new TenantDocuments();
        this.parts = List.of(tenants, new EntitlementDocuments(tenants::lastRead), new ThemeDocuments(tenants::paths));
    }

    /**
     * Creates the plug-in. Does no I/O.
     *
     * @param folder where the documents are
     * @return to be installed in one builder
     */
    public static Documents in(Path folder) {
        return new Documents(folder);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("documents", "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        parts.forEach(part -> part.contribute(contributions));
    }

    /**
     * Reads all documents.
     *
     * @throws dev.inlay.api.error.InvalidDocumentException with every problem of every document
     * @throws IOException when a file that is there cannot be read
     */
    @Override
    public void start(PluginContext context) throws IOException {
        reload();
    }

    /**
     * Reads all documents again and puts them in force together. When anything is wrong, what was in force stays.
     * Blocks for the files; two calls at once run one after the other.
     *
     * @throws dev.inlay.api.error.InvalidDocumentException with every problem of every document
     * @throws IOException when a file that is there cannot be read
     */
    public synchronized void reload() throws IOException {
        Problems problems = new Problems();
        List<Runnable> inForce = new ArrayList<>();
        for (DocumentPart part : parts) {
            inForce.add(part.read(folder, problems));
        }
        problems.throwIfAny();
        inForce.forEach(Runnable::run);
    }
}
