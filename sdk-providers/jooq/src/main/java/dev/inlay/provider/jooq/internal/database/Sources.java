package dev.inlay.provider.jooq.internal.database;

import java.util.Optional;
import javax.sql.DataSource;

/**
 * Who works in the database as whom. One data source may be all of them.
 *
 * @param host runs the host's transactions and reads of one tenant
 * @param relay delivers, and looks over all tenants
 * @param migrator owns the tables; empty where this plug-in does not make them
 * @param rowLevelSecurity whether the database must be told each transaction's tenant
 */
public record Sources(DataSource host, DataSource relay, Optional<DataSource> migrator, boolean rowLevelSecurity) {

    /**
     * One for all.
     *
     * @param dataSource the host's
     * @return without row-level security
     */
    public static Sources one(DataSource dataSource) {
        return new Sources(dataSource, dataSource, Optional.of(dataSource), false);
    }

    /** The same with another relay. */
    public Sources relayedBy(DataSource source) {
        return new Sources(host, source, migrator, rowLevelSecurity);
    }

    /** The same with another migrator. */
    public Sources migratedBy(DataSource source) {
        return new Sources(host, relay, Optional.of(source), rowLevelSecurity);
    }

    /** The same with row-level security, under which the host's role makes no tables. */
    public Sources secured() {
        return new Sources(host, relay, migrator.filter(source -> source != host), true);
    }
}
