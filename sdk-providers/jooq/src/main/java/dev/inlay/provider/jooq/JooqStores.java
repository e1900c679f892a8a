package dev.inlay.provider.jooq;

import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Dialect;
import dev.inlay.provider.jooq.internal.database.Sources;
import dev.inlay.provider.jooq.internal.migration.Migrator;
import dev.inlay.provider.jooq.internal.migration.SchemaCheck;
import dev.inlay.provider.jooq.internal.rowsecurity.RowSecurityCheck;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.store.Stores;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Keeps events, usage and the audit trail in the host's PostgreSQL, MariaDB or H2 database. Which of them it is, is
 * asked of the database.
 *
 * <p>Starting does this, and may be repeated after a failure: recognises the database; refuses an H2 file database that
 * may forget acknowledged commits; brings the schema up to date, or checks it (see {@link Migration}); reads how many
 * shards there are. Tables, indexes and sequences begin with {@code inlay_} and lie in the schema that the data
 * source's connections are in.
 *
 * <p>jOOQ writes a logo to its log once per JVM. A host that does not want it sets the system property
 * {@code org.jooq.no-logo}, and {@code org.jooq.no-tips}, to {@code true}, or raises the level of the logger
 * {@code org.jooq.Constants}; a library sets no properties of the JVM that it lives in.
 *
 * <p>Immutable but for the database that it opens. Thread-safe.
 *
 * @since 0.1
 */
public final class JooqStores implements Plugin {

    private static final String VERSION = "0.1.0";

    private final Sources sources;
    private final Migration migration;
    private final Database database;

    private JooqStores(Sources sources, Migration migration) {
        this.sources = sources;
        this.migration = Objects.requireNonNull(migration, "migration");
        this.database = new Database(sources);
    }

    /**
     * Stores in a database, whose schema is made when they start. Opens nothing yet.
     *
     * @param dataSource the host's own, with room for at least two connections; never closed
     * @return a plug-in to install
     */
    public static JooqStores on(DataSource dataSource) {
        return new JooqStores(Sources.one(Objects.requireNonNull(dataSource, "dataSource")), Migration.AT_START);
    }

    /**
     * The same with another choice of who runs the scripts.
     *
     * @param migration default {@link Migration#AT_START}
     * @return a new plug-in to install instead of this one
     */
    public JooqStores withMigration(Migration migration) {
        return new JooqStores(sources, migration);
    }

    /**
     * The same with another role for the scripts: the owner of Inlay's tables, who is not needed for anything else.
     * Under {@link #withRowLevelSecurity} it also writes the policies and grants of a schema that has none yet, as
     * {@link PostgresRoles#script()} does.
     *
     * @param migrator the same database and schema, as the role that owns the tables; never closed
     * @return a new plug-in to install instead of this one
     */
    public JooqStores migratedBy(DataSource migrator) {
        return new JooqStores(sources.migratedBy(Objects.requireNonNull(migrator, "migrator")), migration);
    }

    /**
     * The same with another role for what looks over all tenants: the relay, backlog, parked events and replays. What
     * reads one tenant's usage or audit trail stays with the host's role.
     *
     * @param relay the same database and schema, as the relay's role, with room for at least two connections; never
     *     closed
     * @return a new plug-in to install instead of this one
     */
    public JooqStores relayedBy(DataSource relay) {
        return new JooqStores(sources.relayedBy(Objects.requireNonNull(relay, "relay")), migration);
    }

    /**
     * The same with row-level security as the boundary between tenants, on PostgreSQL only: the database is told each
     * transaction's tenant, and shows the host's role no other tenant's rows. Wants {@link #relayedBy}, and tables that
     * the host's role does not own: {@link #migratedBy}, or scripts run by hand, and then
     * {@link PostgresRoles#script()}. Starting refuses roles to whom the policies do not apply, that have more
     * privileges on Inlay's tables than the script grants, or that may make temporary tables: these are not available
     * to the host.
     *
     * <p>Transactions must come from {@code Inlay.dataSource()}: on another connection no tenant is set, and every row
     * that is looked at fails the statement with SQLSTATE {@code INL01}. One more round trip per transaction. Without
     * it, temporary tables, advisory locks and settings of the session stay on a connection that goes back to its pool.
     *
     * @return a new plug-in to install instead of this one
     */
    public JooqStores withRowLevelSecurity() {
        return new JooqStores(sources.secured(), migration);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.jooq", VERSION, SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(Stores.class, stores());
    }

    /** What is contributed, also to {@link PlacedStores}. */
    DatabaseStores stores() {
        return new DatabaseStores(sources.host(), database);
    }

    /** The host's own. */
    DataSource dataSource() {
        return sources.host();
    }

    /** Every role's, each once. */
    Set<DataSource> dataSources() {
        Set<DataSource> all = new LinkedHashSet<>(Arrays.asList(sources.host(), sources.relay()));
        sources.migrator().ifPresent(all::add);
        return all;
    }

    Database database() {
        return database;
    }

    /**
     * Opens the stores. Blocks for the database, and while another node runs the scripts.
     *
     * @param context the clock is used for the history of scripts
     * @throws dev.inlay.api.error.StoreException retryable when the database does not answer, when another node has
     *     been running the scripts for long, or when the host has not run them yet; not retryable:
     *     {@code store.unsupported} for another database, {@code store.h2.durability} for an H2 file database without
     *     {@code WRITE_DELAY=0}, {@code store.schema.changed} for a script that is not the one that ran,
     *     {@code store.schema.newer} for a schema of a later release, {@code store.failed} for anything else that the
     *     database refused; under row-level security {@code store.role} when the host's role may pass over the
     *     policies, or when a table lacks them, and {@code store.unsupported} for another database than PostgreSQL
     */
    @Override
    public void start(PluginContext context) {
        database.open(dialect -> prepare(dialect, context));
    }

    /** Starts stores in whose database tenants may have schemas of their own. */
    void startQualified(PluginContext context) {
        database.openQualified(dialect -> prepare(dialect, context));
    }

    private void prepare(Dialect dialect, PluginContext context) {
        RowSecurityCheck security = new RowSecurityCheck(sources, dialect);
        security.verifyRoles();
        Optional<DataSource> migrator = sources.migrator().filter(source -> migration == Migration.AT_START);
        migrator.ifPresent(source -> new Migrator(source, dialect, context.clock()).migrate());
        migrator.ifPresent(security::secure);
        new SchemaCheck(sources.relay(), dialect).verify();
        security.verifyTables();
    }

    @Override
    public void close() {
        database.close();
    }
}
