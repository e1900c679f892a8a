package dev.inlay.provider.jooq.internal.tenant;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayTenantRecord;
import dev.inlay.spi.tenant.TenantDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of the tables, each read when it is first asked for and kept as last known. {@link #refresh()} compares
 * the version; when it grew, the rows that changed are read and take the place of what was kept. A version that no
 * changed row carries hides something, such as a deleted row, and lets everything kept be read anew, one by one, when
 * it is next asked for. Unknown ids are not kept.
 *
 * <p>What is kept never goes back: of two readings of a row the one of the later version stays.
 */
public final class JooqTenantDirectory implements TenantDirectory {

    private static final int MOST_CHANGES = 1000;

    private final Database database;
    private final Duration overdue;
    private final ConcurrentHashMap<TenantId, Kept> tenants = new ConcurrentHashMap<>();
    private volatile long version;
    private volatile long epoch;
    private volatile Look look = new Look("", null);
    private volatile InstantSource clock = InstantSource.system();
    private long seen = -1;

    /**
     * Opens nothing.
     *
     * @param database where the tables are
     * @param overdue after how long without a look that succeeded the directory is stale
     */
    public JooqTenantDirectory(Database database, Duration overdue) {
        this.database = database;
        this.overdue = overdue;
    }

    /**
     * Reads the version for the first time.
     *
     * @param clock of the instance
     */
    public void start(InstantSource clock) {
        this.clock = clock;
        look();
    }

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        Kept kept = tenants.get(id);
        if (kept != null && (kept.epoch == epoch || !look.failure.isEmpty())) {
            return Optional.of(kept.profile);
        }
        if (!look.failure.isEmpty()) {
            // the next look finds out whether the database is back; asking it here would pile up the host's threads
            throw unavailable(id, look.failure, null);
        }
        try {
            return read(id);
        } catch (InlayException e) {
            if (kept != null && (e.retryable() || e instanceof StoreException)) {
                return Optional.of(kept.profile);
            }
            throw e.retryable() ? unavailable(id, e.getMessage(), e) : e;
        }
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public DirectoryState state() {
        Look last = look;
        Instant at = last.succeededAt;
        String failure = last.failure;
        if (failure.isEmpty() && at != null && clock.instant().isAfter(at.plus(overdue))) {
            failure = "the database has not answered for longer than " + overdue.toMillis() + " ms";
        }
        DirectoryState now = failure.isEmpty() ? DirectoryState.fresh(version) : DirectoryState.stale(version, failure);
        return at == null ? now : now.refreshedAt(at);
    }

    /**
     * Looks whether something changed, and keeps what did. Called by one thread; does not throw.
     *
     * @return what went wrong; empty when nothing did
     */
    public Optional<RuntimeException> refresh() {
        try {
            look();
            return Optional.empty();
        } catch (RuntimeException e) {
            look = new Look(String.valueOf(e.getMessage()), look.succeededAt);
            return Optional.of(e);
        }
    }

    private synchronized void look() {
        Instant began = clock.instant();
        Changes changes = database.call("looking for changes of tenants", tx -> {
            long now = TenantRows.version(tx.sql());
            return new Changes(
                    now,
                    seen < 0 || now <= seen ? List.of() : TenantRows.changedAfter(tx.sql(), seen, MOST_CHANGES + 1));
        });
        if (changes.version != seen) {
            boolean first = seen < 0;
            if (first || !changes.explain(seen)) {
                epoch++;
            }
            changes.rows.forEach(this::keepChanged);
            seen = changes.version;
            // a lower one comes from a restored backup, and is a change like any other
            version = first ? changes.version : Math.max(version + 1, changes.version);
        }
        look = new Look("", began);
    }

    /** A row that cannot be read is read again when its tenant is asked for, and says there what is wrong. */
    private synchronized void keepChanged(InlayTenantRecord row) {
        try {
            keep(new Kept(TenantRows.profile(row), row.getVersion(), epoch));
        } catch (InlayException e) {
            epoch++;
        }
    }

    private Optional<TenantProfile> read(TenantId id) {
        long begunIn = epoch;
        Optional<InlayTenantRecord> row = database.call("looking up tenant " + id, tx -> TenantRows.find(tx.sql(), id));
        if (row.isEmpty()) {
            tenants.computeIfPresent(id, (same, kept) -> kept.epoch > begunIn ? kept : null);
            return Optional.empty();
        }
        TenantProfile profile = TenantRows.profile(row.get());
        return Optional.of(keep(new Kept(profile, row.get().getVersion(), begunIn)).profile);
    }

    private Kept keep(Kept read) {
        return tenants.merge(read.profile.id(), read, Kept::later);
    }

    private static InlayException unavailable(TenantId id, String why, @Nullable Throwable cause) {
        return new InlayException(
                "tenant.directory.unavailable",
                true,
                "the directory does not answer, and this node has not seen tenant '" + id + "' yet; try again: " + why,
                cause);
    }

    /** What was read of a tenant, the row's version, and how often everything had been put in doubt before. */
    private record Kept(TenantProfile profile, long version, long epoch) {

        Kept later(Kept other) {
            if (epoch != other.epoch) {
                return epoch > other.epoch ? this : other;
            }
            return version > other.version ? this : other;
        }
    }

    /** The last look, and why it failed; empty when it did not. */
    private record Look(String failure, @Nullable Instant succeededAt) {}

    /** The version, and rows of later ones than the last. */
    private record Changes(long version, List<InlayTenantRecord> rows) {

        /** Whether each version since then is carried by a row, so that the rows are all that changed. */
        boolean explain(long before) {
            long carried = rows.stream()
                    .map(InlayTenantRecord::getVersion)
                    .filter(each -> each <= version)
                    .distinct()
                    .count();
            return rows.size() <= MOST_CHANGES && carried == version - before;
        }
    }
}
