package dev.inlay.provider.jooq;

import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Dialect;
import dev.inlay.provider.jooq.internal.migration.Migrator;
import dev.inlay.provider.jooq.internal.migration.SchemaCheck;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.store.Stores;
import java.util.Objects;
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

    private final DataSource dataSource;
    private final Migration migration;
    private final Database database;

    private JooqStores(DataSource dataSource, Migration migration) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.migration = Objects.requireNonNull(migration, "migration");
        this.database = new Database(dataSource);
    }

    /**
     * Stores in a database, whose schema is made when they start. Opens nothing yet.
     *
     * @param dataSource the host's own, with room for at least two connections; never closed
     * @return a plug-in to install
     */
    public static JooqStores on(DataSource dataSource) {
        return new JooqStores(dataSource, Migration.AT_START);
    }

    /**
     * The same with another choice of who runs the scripts.
     *
     * @param migration default {@link Migration#AT_START}
     * @return a new plug-in to install instead of this one
     */
    public JooqStores withMigration(Migration migration) {
        return new JooqStores(dataSource, migration);
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
        return new DatabaseStores(dataSource, database);
    }

    /** The host's own. */
    DataSource dataSource() {
        return dataSource;
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
     *     database refused
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
        if (migration == Migration.AT_START) {
            new Migrator(dataSource, dialect, context.clock()).migrate();
        }
        new SchemaCheck(dataSource, dialect).verify();
    }

    @Override
    public void close() {
        database.close();
    }
}
