package dev.inlay.core;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.core.internal.entitlement.EntitlementDocuments;
import dev.inlay.core.internal.event.EventDocuments;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.DocumentPart;
import dev.inlay.core.internal.json.DocumentWatch;
import dev.inlay.core.internal.json.FileState;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.json.Rounds;
import dev.inlay.core.internal.tenant.TenantDocuments;
import dev.inlay.core.internal.theme.ThemeDocuments;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 *   <li>{@code events.json}, which may be missing: {@code {"weights": {"tiers": {"plus": 3}, "tenants":
 *       {"north-clinic": 5}}}}. Whole numbers from 1 to 100: while several tenants have events for one target, each is
 *       sent as many as its weight for each one of a tenant of weight 1. A tenant's own weight goes before its tier's;
 *       the default is 1 (see {@link dev.inlay.spi.event.DeliveryShares}).
 *   <li>{@code themes/NODE.tokens.json} and {@code themes/NODE.dark.tokens.json}, which may be there for each platform,
 *       OEM, reseller and tenant: design tokens in the format DTCG 2025.10, the base and what dark mode changes. A
 *       layer has at most 1048576 characters, a theme at most 10000 tokens.
 * </ul>
 *
 * <p>Documents are read when the instance starts, and again when they changed: a thread of the instance looks every 500
 * ms, so that a change is in force within 1 s (see {@link #reloadingEvery(Duration)}), and {@link #reload()} does not
 * wait for it. They are put in force together or, when anything in any of them is wrong, not at all. The message then
 * names file, line, JSON Pointer and field of every problem.
 *
 * <p>What is wrong after the start leaves the last good documents in force. Until it is mended, which needs no restart,
 * {@link dev.inlay.api.tenant.Tenants#directory()} says that they are stale and why, a warning is logged once a minute,
 * and a tenant that they do not name is refused as retryable: the mended ones may name it. The same holds while no look
 * has succeeded for 1 s, or four pauses where that is longer, as on a file system that hangs. A file should be replaced
 * by a rename, or the folder by the swap of a link, as Kubernetes does; one that is written in place may be read half,
 * which shows as wrong for one look. Files that change one after the other may come into force one after the other.
 *
 * <p>One object serves one instance. Thread-safe.
 *
 * @since 0.1
 */
public final class Documents implements Plugin {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration STATED = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 3;

    private final Path path;
    private final @Nullable Duration pause;
    private final DocumentFolder folder;
    private final TenantDocuments tenants = new TenantDocuments();
    private final List<DocumentPart> parts;
    private volatile InstantSource clock = InstantSource.system();
    private @Nullable Rounds looks;

    private Documents(Path path, @Nullable Duration pause) {
        this.path = path;
        this.pause = pause;
        this.folder = new DocumentFolder(path);
        this.parts = List.of(
                tenants,
                new EntitlementDocuments(tenants::lastRead),
                new EventDocuments(tenants::lastRead, tenants::paths),
                new ThemeDocuments(tenants::paths));
    }

    /**
     * Creates the plug-in, which looks for changes every 500 ms. Does no I/O.
     *
     * @param folder where the documents are
     * @return to be installed in one builder
     */
    public static Documents in(Path folder) {
        return new Documents(folder, BETWEEN_LOOKS);
    }

    /**
     * The same with another pause between two looks. A change is in force at most this pause, and the time that reading
     * takes, after it was made. A look at an unchanged folder reads no file that is older than 2 s.
     *
     * @param pause 10 ms to 1 day; default 500 ms
     * @return a new plug-in to install instead of this one
     * @throws InvalidValueException for {@code pause}
     */
    public Documents reloadingEvery(Duration pause) {
        if (pause.compareTo(Duration.ofMillis(10)) < 0 || pause.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidValueException("pause", "must be from 10 ms to 1 day, was " + pause);
        }
        return new Documents(path, pause);
    }

    /**
     * The same without looks: documents are read at the start and when the host calls {@link #reload()}.
     *
     * @return a new plug-in to install instead of this one
     */
    public Documents reloadedByHost() {
        return new Documents(path, null);
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
     * Reads all documents, and begins to look for changes.
     *
     * @throws InvalidDocumentException with every problem of every document
     * @throws IOException when a file that is there cannot be read
     */
    @Override
    public synchronized void start(PluginContext context) throws IOException {
        clock = context.clock();
        DocumentWatch watch = new DocumentWatch(folder, new Changes(), clock);
        watch.remember();
        reload();
        if (pause != null && looks == null) {
            Duration overdue = pause.multipliedBy(4);
            tenants.watched(clock, overdue.compareTo(STATED) > 0 ? overdue : STATED);
            looks = Rounds.start(context.threads("documents"), pause, watch::look);
        }
    }

    /** Ends the looks; lets one that is under way end. What is in force stays. */
    @Override
    public void close() {
        Rounds ending;
        synchronized (this) {
            ending = looks;
            looks = null;
        }
        if (ending != null) {
            ending.close();
            tenants.unwatched();
        }
    }

    /**
     * Reads all documents again and puts them in force together. When anything is wrong, what was in force stays.
     * Blocks for the files; two calls at once run one after the other.
     *
     * @throws InvalidDocumentException with every problem of every document
     * @throws IOException when a file that is there cannot be read
     */
    public synchronized void reload() throws IOException {
        try {
            read().forEach(Runnable::run);
            tenants.succeeded(clock.instant());
        } catch (InvalidDocumentException | IOException e) {
            tenants.failed(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Reads again what changed while it was read, so that documents which belong together are not torn apart. */
    private List<Runnable> read() throws IOException {
        for (int attempt = 1; ; attempt++) {
            Map<Path, FileState> before = folder.states();
            List<Runnable> inForce = readOnce();
            if (attempt == ATTEMPTS || folder.states().equals(before)) {
                return inForce;
            }
        }
    }

    private List<Runnable> readOnce() throws IOException {
        Problems problems = new Problems();
        List<Runnable> inForce = new ArrayList<>();
        for (DocumentPart part : parts) {
            inForce.add(part.read(folder, problems));
        }
        problems.throwIfAny();
        return inForce;
    }

    /** What the looks lead to. */
    private final class Changes implements DocumentWatch.Reader {

        @Override
        public void changed() throws IOException {
            reload();
        }

        @Override
        public void unchanged() {
            synchronized (Documents.this) {
                if (!tenants.hasFailed()) {
                    tenants.succeeded(clock.instant());
                }
            }
        }

        @Override
        public void failed(String reason) {
            synchronized (Documents.this) {
                tenants.failed(reason);
            }
        }
    }
}
