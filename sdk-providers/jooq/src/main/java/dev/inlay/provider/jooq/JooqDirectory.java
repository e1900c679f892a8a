package dev.inlay.provider.jooq;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.migration.Migrator;
import dev.inlay.provider.jooq.internal.migration.SchemaCheck;
import dev.inlay.provider.jooq.internal.tenant.DirectoryPoll;
import dev.inlay.provider.jooq.internal.tenant.JooqTenantDirectory;
import dev.inlay.provider.jooq.internal.tenant.TenantWriter;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.TenantDirectory;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Knows the tenants from tables in the host's PostgreSQL, MariaDB or H2 database: {@code inlay_tenant} and the one row
 * of {@code inlay_tenant_version}.
 *
 * <p>A change is in force on every node within 1 s: each asks for the version every 250 ms (see
 * {@link #pollingEvery(Duration)}), which is one read of one row, and reads the rows that changed when it grew. A
 * tenant is read when it is first asked for and kept from then on; what did not change is not read again, however many
 * tenants there are. While the database does not answer, tenants that this node has seen are served as they were last
 * known, {@link dev.inlay.api.tenant.Tenants#directory()} says that they are stale, and others are refused with the
 * retryable code {@code tenant.directory.unavailable}. All of it mends itself when the database is back; how soon a
 * connection that hangs is given up is for the data source to say.
 *
 * <p>Tenants are changed by {@link #save}, {@link #setStatus}, or plain SQL, in one transaction and in this order:
 *
 * <pre>{@code
 * update inlay_tenant_version set version = version + 1 where id = 1;
 * update inlay_tenant set status = 'suspended', version = (select version from inlay_tenant_version where id = 1)
 *   where id = 'north-clinic';
 * }</pre>
 *
 * <p>The first statement locks the version until the commit, so that versions come into force in their order and none
 * is missed. A version that no row carries, as when a row was deleted, lets every tenant be read again when it is next
 * asked for. Plain SQL is not checked: paths must be one tree, in which an id names one node.
 *
 * <p>Reading wants a primary, not a replica that lags behind. The tables are the platform's and have no row-level
 * policies; a role that only reads them is enough for nodes that change nothing. Thread-safe.
 *
 * @since 0.1
 */
public final class JooqDirectory implements Plugin {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration STATED = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final Migration migration;
    private final Duration pause;
    private final Database database;
    private final JooqTenantDirectory directory;
    private final TenantWriter writer;
    private @Nullable DirectoryPoll poll;

    private JooqDirectory(DataSource dataSource, Migration migration, Duration pause) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.migration = Objects.requireNonNull(migration, "migration");
        this.pause = pause;
        this.database = new Database(dataSource);
        Duration overdue = pause.multipliedBy(4);
        this.directory = new JooqTenantDirectory(database, overdue.compareTo(STATED) > 0 ? overdue : STATED);
        this.writer = new TenantWriter(database);
    }

    /**
     * A directory in a database, whose schema is made when it starts. Opens nothing yet.
     *
     * @param dataSource the host's own, also that of {@link JooqStores}; never closed
     * @return a plug-in to install
     */
    public static JooqDirectory on(DataSource dataSource) {
        return new JooqDirectory(dataSource, Migration.AT_START, BETWEEN_LOOKS);
    }

    /**
     * The same with another choice of who runs the scripts.
     *
     * @param migration default {@link Migration#AT_START}
     * @return a new plug-in to install instead of this one
     */
    public JooqDirectory withMigration(Migration migration) {
        return new JooqDirectory(dataSource, migration, pause);
    }

    /**
     * The same with another pause between two looks at the version. A change is in force at most this pause, and the
     * time that a look takes, after its commit.
     *
     * @param pause 10 ms to 1 hour; default 250 ms
     * @return a new plug-in to install instead of this one
     * @throws InvalidValueException for {@code pause}
     */
    public JooqDirectory pollingEvery(Duration pause) {
        if (pause.compareTo(Duration.ofMillis(10)) < 0 || pause.compareTo(Duration.ofHours(1)) > 0) {
            throw new InvalidValueException("pause", "must be from 10 ms to 1 hour, was " + pause);
        }
        return new JooqDirectory(dataSource, migration, pause);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.jooq.directory", "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TenantDirectory.class, directory);
    }

    /**
     * Opens the directory and begins to look for changes. Blocks for the database, and while another node runs the
     * scripts.
     *
     * @param context its clock says when a look succeeded, its threads make the one that looks
     * @throws dev.inlay.api.error.StoreException as {@link JooqStores#start}
     */
    @Override
    public synchronized void start(PluginContext context) {
        database.open(dialect -> {
            if (migration == Migration.AT_START) {
                new Migrator(dataSource, dialect, context.clock()).migrate();
            }
            new SchemaCheck(dataSource, dialect).verify();
        });
        directory.start(context.clock());
        if (poll == null) {
            poll = DirectoryPoll.start(directory, pause, context.threads("directory"));
        }
    }

    /**
     * Reads a tenant from its row, past what this node keeps. Blocks for the database.
     *
     * @param id the tenant
     * @return empty when it has no row
     * @throws dev.inlay.api.error.StoreException when the database does not answer, or the plug-in has not started
     * @throws dev.inlay.api.error.InlayException with code {@code tenant.directory.invalid} for a row that cannot be
     *     read
     */
    public Optional<StoredTenant> read(TenantId id) {
        return writer.read(id, StoredTenant::new);
    }

    /**
     * Adds a tenant, or changes everything about one but where it stands. In a transaction of its own; blocks for the
     * database, and for others who change tenants.
     *
     * @param profile what is known from now on
     * @return the version of the directory; in force on a node once its
     *     {@link dev.inlay.api.tenant.Tenants#directory()} is of this version or a later one
     * @throws InvalidValueException for {@code tenantPath} when the tenant stands elsewhere already, or a node of its
     *     path is another node, or in another place, in the path of another tenant; nothing was written
     * @throws dev.inlay.api.error.StoreException when the database does not answer, or the plug-in has not started
     * @throws dev.inlay.api.error.TransactionLostException when others kept the version locked for too long
     */
    public long save(TenantProfile profile) {
        return writer.save(profile, OptionalLong.empty());
    }

    /**
     * The same, unless somebody else has changed the tenant meanwhile.
     *
     * @param profile what is known from now on
     * @param expected the version as it was {@link #read}; 0 for a tenant that must not be there
     * @return the version of the directory
     * @throws dev.inlay.api.error.InlayException with code {@code tenant.directory.conflict} when the tenant is at
     *     another version; otherwise as {@link #save(TenantProfile)}
     */
    public long save(TenantProfile profile, long expected) {
        return writer.save(profile, OptionalLong.of(expected));
    }

    /**
     * Changes whether a tenant may work. In a transaction of its own; blocks for the database, and for others who
     * change tenants.
     *
     * @param id the tenant
     * @param status from now on, also when it was so before
     * @return the version of the directory
     * @throws InvalidValueException for {@code tenantId} when there is no such tenant
     * @throws dev.inlay.api.error.StoreException when the database does not answer, or the plug-in has not started
     * @throws dev.inlay.api.error.TransactionLostException when others kept the version locked for too long
     */
    public long setStatus(TenantId id, TenantStatus status) {
        return writer.setStatus(id, status);
    }

    /** Ends the looks; lets one that is under way end. The data source stays open. */
    @Override
    public void close() {
        DirectoryPoll ending;
        synchronized (this) {
            ending = poll;
            poll = null;
        }
        if (ending != null) {
            ending.close();
        }
        database.close();
    }
}
